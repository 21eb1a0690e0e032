using System.Diagnostics;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange;

/// <summary>
/// The journey of one claimed file. Poll and claim lie before it (<see cref="InboxPoller"/>, <see cref="CustomerAreaRunner"/>); from the
/// fetch on it reads: fetch → open, check, store (one transaction) → deliver → release. After the transaction the file is answered for
/// good; a crash at any point goes on from what is durable.
/// </summary>
internal sealed class InboundFilePipeline(SpoolBudgets spools, FileFetch fetch, FileOpening opening, MessageMarks marks, OrderImport orders,
    RequestImport requests, PhotoImport photos, EventImport events, ReportDelivery delivery, FileRelease release, IInboxStore inbox,
    StoringSlots slots, TimeProvider clock, ILogger<InboundFilePipeline> log)
{
    /// <exception cref="FileExchangeException">The environment failed. What is durable stays; the rest is done again later.</exception>
    public async Task RunAsync(InboundFile file, CustomerProfile profile, IRemoteFolder remote, PickUpTimes before,
        CancellationToken cancellationToken)
    {
        using var trace = Traces.StartFile(profile.CustomerId, file.FileId, file.Kind.ToString(), before);
        try
        {
            await RunStepsAsync(file, profile, remote, trace, cancellationToken).ConfigureAwait(false);
        }
        catch (FileExchangeException e)
        {
            trace.Failed(e.Reason.ToString());
            throw;
        }
    }

    private async Task RunStepsAsync(InboundFile file, CustomerProfile profile, IRemoteFolder remote, Activity? trace,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var folder = RemotePath.Folder(file.IsTest ? profile.Folders.Test : profile.Folders.In);
        var unread = FileOpening.RefuseUnread(file, profile);
        using var room = unread is null ? await spools.ReserveAsync(profile.CustomerId, FileOpening.SpoolBytes(file, profile),
            profile.Budgets.SpoolBytes, cancellationToken).ConfigureAwait(false) : null;
        await using var fetched = unread is null ? await FetchAsync(file, remote, cancellationToken).ConfigureAwait(false) : null;
        if (unread is null && fetched is null)
        {
            IntakeLog.FileChangedWhileFetched(log, profile.CustomerId, file.FileId);
            CrashPoint.Pass("claim.dropping");
            await inbox.DropClaimAsync(file, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("claim.dropped");
            return;
        }

        var incoming = fetched is null ? FileOpening.Unread(file, unread!)
            : await OpenAsync(file, folder, fetched, profile, remote, cancellationToken).ConfigureAwait(false);

        await using var stored = await slots.RunAsync(profile.Id, () => StoreAsync(incoming, profile, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        Tell(stored, file);
        trace?.SetTag("nexusgo.file.status", stored.Verdict.FileStatus).SetTag("nexusgo.error_code", stored.Verdict.ErrorCode)
            .SetTag("nexusgo.rows", stored.Verdict.Rows.Total);

        if (await DeliverAsync(stored, file, profile, remote, cancellationToken).ConfigureAwait(false))
        {
            using var span = Traces.Step("release");
            var asStored = new StoredFile(
                file.FileId, file.Path, file.Seen, file.Version, AllDelivered: true, file.Kind == InboundKind.Foreign,
                [.. file.Markers.Select(folder.Combine)]);
            await release.RunAsync(remote, profile.Id, asStored, cancellationToken).ConfigureAwait(false);
            IntakeLog.FileClosed(log, profile.CustomerId, file.FileId);
            Meters.FileClosed(profile.CustomerId, clock.GetElapsedTime(started));
        }
    }

    private async Task<FetchedFile?> FetchAsync(InboundFile file, IRemoteFolder remote, CancellationToken cancellationToken)
    {
        using var span = Traces.Step("fetch");
        span?.SetTag("nexusgo.file.size", file.Seen.SizeBytes);
        return await fetch.RunAsync(remote, file, cancellationToken).ConfigureAwait(false);
    }

    private async Task<StoredVerdict> StoreAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken)
    {
        using var span = Traces.Step("store");
        return await ImportAsync(incoming, profile, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> DeliverAsync(StoredVerdict stored, InboundFile file, CustomerProfile profile, IRemoteFolder remote,
        CancellationToken cancellationToken)
    {
        using var span = Traces.Step("deliver");
        return await delivery.DeliverFileAsync(profile, remote, stored.DueReports(file), stored.Open, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Open, check and store by what the file is for. From the production partner only events are taken.</summary>
    private Task<StoredVerdict> ImportAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken) =>
        incoming.File.Kind switch
    {
        InboundKind.Event => events.RunAsync(incoming, profile, cancellationToken),
        _ when profile.Id == CustomerId.Production => events.RunAsync(incoming, profile, cancellationToken),
        InboundKind.Photo => photos.RunAsync(incoming, profile, cancellationToken),
        InboundKind.Request => requests.RunAsync(incoming, profile, cancellationToken),
        _ => orders.RunAsync(incoming, profile, cancellationToken),
    };

    private void Tell(StoredVerdict stored, InboundFile file)
    {
        var (customer, verdict) = (file.Customer.Value, stored.Verdict);
        IntakeLog.FileStored(log, customer, file.FileId, verdict.FileStatus, verdict.ErrorCode, verdict.Rows.Total, verdict.Rows.Accepted);
        Meters.FileAnswered(customer, verdict.FileStatus, verdict.ErrorCode);
        Meters.RowsAnswered(customer, RowOutcome.Accepted.ToWireName(), verdict.Rows.Accepted);
        Meters.RowsAnswered(customer, RowOutcome.Rejected.ToWireName(), verdict.Rows.Rejected);
        Meters.RowsAnswered(customer, RowOutcome.OnHold.ToWireName(), verdict.Rows.OnHold);
        Meters.RowsAnswered(customer, RowOutcome.Unchanged.ToWireName(), verdict.Rows.Unchanged);
    }

    private async Task<IncomingFile> OpenAsync(InboundFile file, RemotePath folder, FetchedFile fetched, CustomerProfile profile,
        IRemoteFolder remote, CancellationToken cancellationToken)
    {
        using var span = Traces.Step("open");
        var (control, problem) = await ControlFileRead.RunAsync(remote, file, folder, profile.Answers.Language, cancellationToken)
            .ConfigureAwait(false);
        var incoming = await opening.FetchedAsync(file, fetched, control, problem, profile, cancellationToken).ConfigureAwait(false);
        return await marks.CheckAsync(incoming, fetched.Message?.Signed ?? default, profile, cancellationToken).ConfigureAwait(false);
    }
}
