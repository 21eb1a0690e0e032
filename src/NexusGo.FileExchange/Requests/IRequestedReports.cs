using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// Files that requests ask for, inside the transaction of the request file. What is read here is the register as it was before the file's
/// effects.
/// </summary>
internal interface IRequestedReports
{
    /// <summary>The next number of a gapless series, locked until the transaction ends.</summary>
    Task<long> NextSequenceAsync(ReportKind kind, CancellationToken cancellationToken);

    /// <summary>Reads the cards that these rows selected, row by row.</summary>
    Task ReadHistoryAsync(IReadOnlyList<RequestRow> rows, Action<HistoryLine> onLine, CancellationToken cancellationToken);

    /// <summary>Stores a history, which cards are in it, and that they were read.</summary>
    Task AddHistoryAsync(ReportDraft report, long sequence, IReadOnlyList<RequestRow> rows, long lines, RequestEffects effects,
        CancellationToken cancellationToken);

    /// <summary>Reads lines of earlier back-reports again, sorted as there.</summary>
    Task ReadRepeatAsync(RequestRow row, Action<BackReportLine> onLine, CancellationToken cancellationToken);

    /// <summary>Stores a report that repeats earlier ones.</summary>
    Task AddRepeatAsync(ReportDraft report, long sequence, long lines, RequestEffects effects, CancellationToken cancellationToken);
}
