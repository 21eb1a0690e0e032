using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>What has happened to a customer's cards since it was last told.</summary>
internal interface IBackReportStore
{
    /// <summary>
    /// Begins the one transaction of a back-report: the next number of the customer's gapless series, and everything that happened since
    /// the report before. Others that begin one for the same customer wait.
    /// </summary>
    Task<IBackReportTransaction> BeginAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>The one transaction of a back-report. Disposing it without a commit undoes everything, the number included.</summary>
internal interface IBackReportTransaction : IAsyncDisposable
{
    /// <summary>The report's number: one more than the last one's.</summary>
    long Sequence { get; }

    /// <summary>Reads the lines sorted by time and event id.</summary>
    Task ReadAsync(Action<BackReportLine> onLine, CancellationToken cancellationToken);

    /// <summary>Stores the report and moves the series on.</summary>
    Task CommitAsync(ReportDraft report, long lines, CancellationToken cancellationToken);
}

/// <summary>Makes back-reports.</summary>
public interface IBackReports
{
    /// <summary>
    /// Makes the customer's next back-report if anything happened (or a heartbeat is asked for); its delivery follows by itself.
    /// </summary>
    /// <returns>The report's number, or null when there was nothing to tell.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; nothing is stored.</exception>
    Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
