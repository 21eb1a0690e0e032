using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Production;

/// <summary>Stores what came of the partner's event files, all or nothing.</summary>
internal interface IProductionStore
{
    /// <summary>Begins the one transaction of an event file.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker holds the partner's area; database
    /// reasons.</exception>
    Task<IEventTransaction> BeginEventsAsync(InboundFile file, CancellationToken cancellationToken);
}

/// <summary>
/// The one transaction of an event file. Disposing it without a commit undoes everything. The store only stages, streams and writes; what
/// an event does is decided by <see cref="EventFileApplier"/>.
/// </summary>
internal interface IEventTransaction : IAsyncDisposable
{
    /// <inheritdoc cref="IFileTransaction.UseReplyNameAsync"/>
    Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken);

    /// <inheritdoc cref="IFileTransaction.FindContentAsync"/>
    Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
        CancellationToken cancellationToken);

    /// <summary>Stages a row; nothing is looked up or changed yet.</summary>
    ValueTask AddAsync(EventRow row, CancellationToken cancellationToken);

    /// <summary>
    /// Every staged row without problems, each card's together, by time and then by row. To be read once, after the last row was added.
    /// What is handed to <see cref="Writer"/> meanwhile may be written in portions; cards are changed by its last
    /// <see cref="ICardEventWriter.WriteAsync"/>, after the stream's end.
    /// </summary>
    IAsyncEnumerable<StagedEvent> StagedAsync(CancellationToken cancellationToken);

    /// <summary>Takes events and cards.</summary>
    ICardEventWriter Writer { get; }

    /// <summary>Notes what became of a staged row.</summary>
    /// <param name="rowNumber">The row.</param>
    /// <param name="outcome">As in RES.</param>
    /// <param name="code">Published code, or null.</param>
    void Answer(int rowNumber, RowOutcome outcome, string? code);

    /// <summary>What became of each row, in the order of the file; after the writer's last write.</summary>
    IAsyncEnumerable<EventAnswer> AnswersAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IFileTransaction.CommitAsync"/>
    Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken);
}

/// <summary>What became of one row.</summary>
/// <param name="RowNumber">1-based.</param>
/// <param name="SourceId">The partner's event id, or empty.</param>
/// <param name="CardNo">The card number, or 0.</param>
/// <param name="Outcome">As in RES.</param>
/// <param name="Problems">Column and published code of each problem; for a row that is refused or held by its card one without a
/// column.</param>
internal readonly record struct EventAnswer(
    int RowNumber, string SourceId, long CardNo, RowOutcome Outcome, IReadOnlyList<(string Column, string Code)> Problems);
