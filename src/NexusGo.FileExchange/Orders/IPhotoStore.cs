using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>Cards that wait for photos, and photos that come later than their orders.</summary>
internal interface IPhotoStore
{
    /// <summary>The cards of these references, with their keys. What is found may change until a transaction has locked it.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="references">Keyed indexes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<IReadOnlyDictionary<UInt128, PhotoCard>> FindAsync(CustomerId customer, IReadOnlyList<UInt128> references,
        CancellationToken cancellationToken);

    /// <summary>Begins the one transaction of a file of photos.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker holds the area; database reasons.</exception>
    Task<IPhotoTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken);
}

/// <summary>The one transaction of a file of photos. Disposing it without a commit undoes everything.</summary>
internal interface IPhotoTransaction : IAsyncDisposable
{
    /// <inheritdoc cref="IFileTransaction.UseReplyNameAsync"/>
    Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="IPhotoStore.FindAsync"/>, without keys; from here on nobody else changes these cards until the transaction ends.
    /// </summary>
    Task<IReadOnlyDictionary<UInt128, PhotoCard>> LockAsync(IReadOnlyList<UInt128> references, CancellationToken cancellationToken);

    /// <summary>Stores photos, each in place of the one before.</summary>
    Task AddAsync(IReadOnlyList<SealedPhoto> photos, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The cards have their photos: those that waited for nothing else become ACCEPTED.</summary>
    Task ReleaseAsync(IReadOnlyList<PhotoCard> cards, DateTimeOffset now, CancellationToken cancellationToken);

    /// <inheritdoc cref="IFileTransaction.CommitAsync"/>
    Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken);
}

/// <summary>A card that a photo may belong to.</summary>
/// <param name="Card">The card, and its key where it was asked for.</param>
/// <param name="ProductCode">Its layout.</param>
/// <param name="Stage">Whether it can take a photo.</param>
/// <param name="WaitsForMore">Whether it waits for something else than its photo.</param>
/// <param name="OrderNo">With check digit.</param>
/// <param name="CardNo">With check digit; 0: none yet.</param>
internal sealed record PhotoCard(SealedCard Card, string ProductCode, PhotoStage Stage, bool WaitsForMore, long OrderNo, long CardNo)
{
    public override string ToString() => Card.ToString();
}

/// <summary>What a photo means to a card.</summary>
internal enum PhotoStage
{
    /// <summary>It is waited for.</summary>
    Awaited,
    /// <summary>It replaces the one before: the card is not in production yet.</summary>
    Replaceable,
    /// <summary>The card is with the production partner already, or past it.</summary>
    TooLate,
}
