using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>Cards that wait to be made.</summary>
internal interface IBatchStore
{
    /// <summary>
    /// Begins the one transaction in which all waiting cards of a customer become batches. Others that begin one, for whichever customer,
    /// wait: the series of batch numbers is the partner's. Null: nothing waits.
    /// </summary>
    /// <param name="customer">Whose cards.</param>
    /// <param name="attempts">How often a card may be in a batch; a failed card below it waits again.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="cancellationToken">Stops the work; nothing is stored then.</param>
    Task<IBatchTransaction?> BeginAsync(CustomerId customer, int attempts, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Disposing it without a commit undoes everything, the numbers included.</summary>
internal interface IBatchTransaction : IAsyncDisposable
{
    /// <summary>Number of the next batch.</summary>
    long NextSequence { get; }

    /// <summary>The next waiting cards, at most <paramref name="count"/>; none when all are taken.</summary>
    Task<IReadOnlyList<WaitingCard>> TakeAsync(int count, CancellationToken cancellationToken);

    /// <summary>The sealed photo of a card, or null.</summary>
    Task<byte[]?> FindPhotoAsync(Guid cardId, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the cards to ORDERED, with what the partner has to report of each, and counts their batch. Cards that were ORDERED before stay
    /// so.
    /// </summary>
    Task OrderAsync(long sequence, IReadOnlyList<BatchedCard> cards, CancellationToken cancellationToken);

    /// <summary>Stores the files for the partner and commits.</summary>
    Task CommitAsync(IReadOnlyList<MadeBatch> batches, CancellationToken cancellationToken);
}

/// <summary>A card to be made, still sealed.</summary>
internal sealed record WaitingCard(SealedCard Card, long CardNo, string ProductCode, DateTimeOffset ReportedAt, bool IsOrdered)
{
    public override string ToString() => Card.ToString();
}

/// <summary>A card that goes into a batch.</summary>
/// <param name="CardId">The card.</param>
/// <param name="Expected">What the partner has to report of it.</param>
/// <param name="At">The time with which ORDERED is reported.</param>
/// <param name="IsAgain">Its batch is written anew: it was ORDERED before, and customers are told nothing.</param>
internal readonly record struct BatchedCard(Guid CardId, ReportFields Expected, DateTimeOffset At, bool IsAgain);

/// <summary>A file for the partner: a batch, or cancellations.</summary>
/// <param name="Draft">Its bytes.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Cards">How many cards are in it.</param>
internal sealed record MadeBatch(ReportDraft Draft, long Sequence, int Cards);
