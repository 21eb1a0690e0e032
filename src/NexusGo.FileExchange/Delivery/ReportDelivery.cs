using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Delivery;

/// <summary>
/// Brings stored reports to the customer's area: RES and ERR of a file before its RCP, each whole or not at all, never over another file.
/// </summary>
internal sealed class ReportDelivery(IReportStore store, KeyVault vaults, WorkerIdentity worker, TimeProvider clock,
    ILogger<ReportDelivery> log, Random? jitter = null)
{
    private const int AtOnce = 500;
    private const int FilesInFlight = 8;
    private const int NamesTried = 50;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Short, so that all that waits is delivered soon after a server was mended; one run tries few where none gets through.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly HourlyTelling telling = new(clock);
    private int attempts;

    /// <summary>
    /// Delivers everything that is due. Stops at a dead session; a report that fails alone is put off. Where the server has no room or no
    /// right for us, one report finds that out for all: the others are not tried in this run.
    /// </summary>
    public async Task DeliverDueAsync(CustomerProfile profile, IRemoteFolder remote, CancellationToken cancellationToken)
    {
        var obstacles = new DeliveryObstacles();
        while (true)
        {
            var due = await store.DueAsync(profile.Id, clock.GetUtcNow(), AtOnce, cancellationToken).ConfigureAwait(false);

            // Reports that answer no file stand in a series, each kind in its own order.
            var groups = due.GroupBy(r => (r.FileId, r.FileId is null ? r.Kind : ReportKind.Receipt)).Select(g => g.ToList()).ToList();
            await Parallel.ForEachAsync(groups,
                new ParallelOptions { MaxDegreeOfParallelism = FilesInFlight, CancellationToken = cancellationToken },
                async (reports, token) => await (reports[0].FileId is null
                    ? DeliverSeriesAsync(profile, remote, reports, obstacles, token)
                    : DeliverFileAsync(profile, remote, reports, null, obstacles, token)).ConfigureAwait(false)).ConfigureAwait(false);
            if (due.Count < AtOnce || obstacles.Any)
            {
                return;
            }
        }
    }

    /// <summary>Measures how many reports wait; needs no server, as a backlog is most telling while one is away.</summary>
    public async Task MeasureAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
        Meters.Waiting(profile.CustomerId, await store.WaitingAsync(profile.Id, cancellationToken).ConfigureAwait(false));

    /// <summary>Delivers the answers of one file in their order.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="remote">The customer's area.</param>
    /// <param name="reports">Reports of one file in the order of <see cref="ReportKind"/>.</param>
    /// <param name="atHand">Opens a report's bytes where they are still in the spool; null reads them from the store.</param>
    /// <param name="cancellationToken">Looked at between reports.</param>
    /// <returns>Whether all are at the customer's now.</returns>
    public Task<bool> DeliverFileAsync(CustomerProfile profile, IRemoteFolder remote, IReadOnlyList<DueReport> reports,
        Func<DueReport, Stream>? atHand, CancellationToken cancellationToken) =>
        DeliverFileAsync(profile, remote, reports, atHand, new DeliveryObstacles(), cancellationToken);

    private async Task<bool> DeliverFileAsync(CustomerProfile profile, IRemoteFolder remote, IReadOnlyList<DueReport> reports,
        Func<DueReport, Stream>? atHand, DeliveryObstacles obstacles,
        CancellationToken cancellationToken)
    {
        var delivered = new List<Guid>(reports.Count);
        foreach (var step in reports.GroupBy(r => r.Kind == ReportKind.Receipt).OrderBy(g => g.Key))
        {
            var results = await Task.WhenAll(step.Select(r => DeliverOneAsync(profile, remote, r, atHand, obstacles, cancellationToken)))
                .ConfigureAwait(false);
            delivered.AddRange(step.Zip(results).Where(pair => pair.Second).Select(pair => pair.First.ReportId));
            if (results.Contains(false))
            {
                break;
            }
        }

        if (delivered.Count > 0)
        {
            Meters.ReportsDelivered(profile.CustomerId, delivered.Count);
            CrashPoint.Pass("delivered.marking");
            await store.MarkDeliveredAsync(profile.Id, delivered, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("delivered.marked");
        }

        return delivered.Count == reports.Count;
    }

    /// <summary>Delivers the reports of a series one after the other; the first that fails holds back the rest.</summary>
    private async Task<bool> DeliverSeriesAsync(CustomerProfile profile, IRemoteFolder remote, List<DueReport> reports,
        DeliveryObstacles obstacles, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await DeliverOneAsync(profile, remote, report, null, obstacles, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            Meters.ReportsDelivered(profile.CustomerId, 1);
            CrashPoint.Pass("delivered.marking");
            await store.MarkDeliveredAsync(profile.Id, [report.ReportId], clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("delivered.marked");
        }

        return true;
    }

    private async Task<bool> DeliverOneAsync(CustomerProfile profile, IRemoteFolder remote, DueReport report,
        Func<DueReport, Stream>? atHand, DeliveryObstacles obstacles,
        CancellationToken cancellationToken)
    {
        if (obstacles.Bars(report.Folder))
        {
            return false;
        }

        try
        {
            var name = report.Name;
            for (var attempt = 1; attempt <= NamesTried; attempt++)
            {
                var outcome = await remote.PublishAsync(RequestFor(report, name, atHand), cancellationToken).ConfigureAwait(false);
                if (outcome != PublishOutcome.NameTaken)
                {
                    TellEnd(profile, report.Folder);
                    return true;
                }

                name = await RenameAsync(report, attempt, cancellationToken).ConfigureAwait(false);
            }

            throw new RemoteFolderException(FailureReason.RemoteFailure, isTransient: true, sessionIsDead: false,
                $"{NamesTried} names for one report are all taken in {report.Folder}.");
        }
        catch (RemoteFolderException e) when (!e.SessionIsDead)
        {
            obstacles.Note(report.Folder, e.Reason);
            Meters.Failed(profile.CustomerId, e.Reason);
            if (telling.Note(About(profile, report.Folder, e.Reason)) is > 0 and var times)
            {
                IntakeLog.ReportsNotDelivered(log, profile.CustomerId, report.Folder, times, e.Reason, e.Message);
            }

            CrashPoint.Pass("delivery-failure.noting");
            await store.MarkFailedAsync(profile.Id, report.ReportId, e.Reason.ToString(),
                $"{report.Folder}{report.Name}: {e.Message}", clock.GetUtcNow() + Pause(report.Attempts),
                cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("delivery-failure.noted");
            return false;
        }
    }

    /// <summary>The first report that a folder takes shows that what kept the folder from taking any is over.</summary>
    private void TellEnd(CustomerProfile profile, string folder)
    {
        foreach (var reason in DeliveryObstacles.OfFolders.Where(reason => telling.End(About(profile, folder, reason))))
        {
            IntakeLog.ReportsDeliveredAgain(log, profile.CustomerId, folder, reason);
        }
    }

    private static string About(CustomerProfile profile, string folder, FailureReason reason) => $"{profile.CustomerId} {folder} {reason}";

    private PublishRequest RequestFor(DueReport report, string name, Func<DueReport, Stream>? atHand) => new()
    {
        Folder = RemotePath.Folder(report.Folder),
        Name = RemoteName.From(name),
        LengthBytes = report.SizeBytes,
        Sha256 = report.Sha256,
        OpenContent = async token => atHand is not null
            ? atHand(report)
            : StoredReportStream.Open(store, (await vaults.OpenAsync(report.Customer, token).ConfigureAwait(false))
                .OpenReport(report.ReportId, report.WrappedKey.Span), report),
        Attempt = string.Create(CultureInfo.InvariantCulture,
            $"{worker.ShortId}{report.ReportId:N}{Interlocked.Increment(ref attempts):x}"),
        MayBeThere = report.Attempts > 0,
    };

    private async Task<string> RenameAsync(DueReport report, int attempt, CancellationToken cancellationToken)
    {
        var dot = report.Name.IndexOf('.', StringComparison.Ordinal);
        for (var number = attempt + 1; ; number++)
        {
            var name = report.Name.Insert(dot < 0 ? report.Name.Length : dot, string.Create(CultureInfo.InvariantCulture, $"-{number}"));
            CrashPoint.Pass("report-name.changing");
            if (await store.RenameAsync(report.Customer, report.ReportId, name, cancellationToken).ConfigureAwait(false))
            {
                CrashPoint.Pass("report-name.changed");
                IntakeLog.ReportRenamed(log, report.Customer.Value, report.ReportId);
                return name;
            }
        }
    }

    private TimeSpan Pause(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts, 10))) * (0.75
            + ((jitter ?? Random.Shared).NextDouble() / 2));
}
