using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Orders;

/// <summary>Opens the transactions in which an inbound file is stored, all or nothing.</summary>
internal interface IOrderStore
{
    /// <summary>Begins the one transaction of a file.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker holds the area; database reasons.</exception>
    Task<IFileTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken);
}

/// <summary>The one transaction of a file. Disposing it without a commit undoes everything.</summary>
internal interface IFileTransaction : IAsyncDisposable
{
    /// <summary>Counts one more use of a reply name and returns the count; survives <see cref="UndoRowsAsync"/>.</summary>
    Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken);

    /// <summary>The last accepted sequence number of this kind of file, or null.</summary>
    /// <param name="alone">Locks it until the end of the transaction: the customer's other files wait that long.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<long?> LastSequenceAsync(bool alone, CancellationToken cancellationToken);

    /// <summary>Name of the file that brought this content since <paramref name="since"/>, and its id; or null.</summary>
    Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
        CancellationToken cancellationToken);

    /// <summary>Adds what the register already knows about the rows of a batch, in one round trip.</summary>
    Task FindKnownAsync(OrderBatch batch, DateTimeOffset personSince, KnownCards known, CancellationToken cancellationToken);

    /// <summary>Adds the batch's cards, set-wise.</summary>
    Task AddCardsAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Adds photos of cards that are added with the same batch.</summary>
    Task AddPhotosAsync(IReadOnlyList<SealedPhoto> photos, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes numbers that nobody else gets; gaps are normal. Not undone with the transaction.</summary>
    /// <returns>The first of <paramref name="count"/> consecutive numbers, without check digit.</returns>
    Task<long> TakeNumbersAsync(string series, int count, CancellationToken cancellationToken);

    /// <summary>Forgets all cards added so far.</summary>
    Task UndoRowsAsync(CancellationToken cancellationToken);

    /// <summary>Writes verdict, order, answers and audit entry, compares the lease's token and commits.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: nothing was stored.</exception>
    Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken);
}
