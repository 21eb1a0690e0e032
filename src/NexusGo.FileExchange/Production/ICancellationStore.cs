using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Production;

/// <summary>A card that the partner is asked not to make.</summary>
/// <param name="CardId">The card.</param>
/// <param name="CardNo">Its number, which the partner knows it by.</param>
/// <param name="ReasonCode">The customer's reason, STALE, or null.</param>
internal sealed record AskedCancellation(Guid CardId, long CardNo, string? ReasonCode);

/// <summary>Cards handed over that are to be cancelled.</summary>
internal interface ICancellationStore
{
    /// <summary>
    /// Makes one file of everything that a customer's cards are to be cancelled for, in one transaction; whoever makes batches or
    /// cancellations waits.
    /// </summary>
    /// <param name="customer">Whose cards.</param>
    /// <param name="most">Most cards of one file.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="write">Writes the file of that number. Not called when nothing is to be cancelled.</param>
    /// <param name="cancellationToken">Stops the work; nothing is stored then.</param>
    /// <returns>How many cards.</returns>
    Task<int> SendAsync(CustomerId customer, int most, DateTimeOffset now,
        Func<long, IReadOnlyList<AskedCancellation>, Task<MadeBatch>> write, CancellationToken cancellationToken);

    /// <summary>
    /// Ends what the partner has answered: cards that failed meanwhile are cancelled by us, and rows without a question left go away.
    /// </summary>
    /// <returns>Cards that are cancelled and still hold personal data.</returns>
    Task<IReadOnlyList<Guid>> SettleAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);
}
