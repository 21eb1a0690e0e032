using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Production;

/// <summary>Stores what came of the partner's event files, all or nothing.</summary>
internal interface IProductionStore
{
    /// <summary>Begins the one transaction of an event file.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker holds the partner's area; database reasons.</exception>
    Task<IEventTransaction> BeginEventsAsync(InboundFile file, CancellationToken cancellationToken);
}

/// <summary>The one transaction of an event file. Disposing it without a commit undoes everything.</summary>
internal interface IEventTransaction : IAsyncDisposable
{
    /// <summary>What is the same for every inbound file, the commit included.</summary>
    IFileTransaction File { get; }

    /// <summary>Adds a row; nothing is looked up or changed yet.</summary>
    ValueTask AddAsync(EventRow row, CancellationToken cancellationToken);

    /// <summary>
    /// Runs every row without problems through the life cycle of its card, each card's events in the order of their times, then of their rows, and writes
    /// events, chips and cards set-wise.
    /// </summary>
    /// <param name="now">By the injected clock.</param>
    /// <param name="cancellationToken">Stops the work; nothing is stored then.</param>
    /// <exception cref="Diagnostics.FileExchangeException">Transient: a card was changed by somebody else meanwhile; the file is done again.</exception>
    Task<RowCounts> ApplyAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What became of each row, in the order of the file.</summary>
    IAsyncEnumerable<EventAnswer> AnswersAsync(CancellationToken cancellationToken);
}

/// <summary>What became of one row.</summary>
/// <param name="RowNumber">1-based.</param>
/// <param name="SourceId">The partner's event id, or empty.</param>
/// <param name="CardNo">The card number, or 0.</param>
/// <param name="Outcome">As in RES.</param>
/// <param name="Problems">Column and published code of each problem; for a row that is refused or held by its card one without a column.</param>
internal readonly record struct EventAnswer(int RowNumber, string SourceId, long CardNo, RowOutcome Outcome, IReadOnlyList<(string Column, string Code)> Problems);
