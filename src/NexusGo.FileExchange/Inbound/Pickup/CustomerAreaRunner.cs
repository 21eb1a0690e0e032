using System.Collections.Concurrent;
using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>How long a lease lasts; another worker takes over at most this long after its owner died.</summary>
public sealed record LeaseOptions
{
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(20);

    public TimeSpan Duration { get; init; } = DefaultDuration;
}

/// <summary>A run over one customer's area, under its lease and on its session: first what earlier runs left, then the inbox.</summary>
internal sealed class CustomerAreaRunner(
    ILeaseStore leases,
    RemoteSessions sessions,
    ConnectTurns turns,
    IAreaShare share,
    IInboxStore inbox,
    InboxPoller look,
    ReportDelivery delivery,
    FileRelease release,
    TemporarySweep sweep,
    ConsumedSweep consumed,
    InboundFilePipeline pipeline,
    DailyQuota quota,
    DiskFloor disk,
    RetryPauses pauses,
    LeaseOptions options,
    WorkerIdentity worker,
    TimeProvider clock,
    ILogger<CustomerAreaRunner> log) : IPickUp, IReportDelivery, IConsumedSweep, IAreaSessions, IAsyncDisposable
{
    private const int ClaimsAtOnce = 256;
    private const int ReleasesAtOnce = 500;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>That it fails over is seldom the file's fault.</summary>
    private static readonly TimeSpan FirstPauseForDatabase = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private readonly HourlyTelling telling = new(clock);
    private readonly ConcurrentDictionary<CustomerId, SemaphoreSlim> gates = new();
    private readonly ConcurrentDictionary<CustomerId, AreaLease> held = new();
    private readonly ConcurrentDictionary<CustomerId, (CustomerProfile Profile, FileNames Names)> compiledNames = new();

    Task<AreaVisit> IPickUp.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
        UnderLeaseAsync(profile, PickUpAsync, cancellationToken);

    Task<AreaVisit> IReportDelivery.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
        UnderLeaseAsync(profile, async (customer, remote, lease, token) =>
        {
            await FinishAsync(customer, remote, lease, token).ConfigureAwait(false);
            return null;
        }, cancellationToken);

    async Task<AreaVisit> IConsumedSweep.RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        await delivery.MeasureAsync(profile, cancellationToken).ConfigureAwait(false);
        await consumed.PurgeAsync(profile, cancellationToken).ConfigureAwait(false);
        return await UnderLeaseAsync(profile, async (customer, remote, lease, token) =>
        {
            await consumed.RunAsync(customer, remote, lease, token).ConfigureAwait(false);
            return null;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task OpenAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        if (sessions.IsOpen(profile) || sessions.Pause(profile.Id) is not null)
        {
            return;
        }

        using var turn = await turns.TakeAsync(profile.Remote, cancellationToken).ConfigureAwait(false);
        await UnderLeaseAsync(profile, static (_, _, _, _) => Task.FromResult<DateTimeOffset?>(null), cancellationToken, isVisit: false)
            .ConfigureAwait(false);
    }

    public Task<AreaVisit> UseAsync(CustomerProfile profile, Func<IRemoteFolder, CancellationToken, Task> work,
        CancellationToken cancellationToken) =>
        UnderLeaseAsync(profile, async (_, remote, _, token) =>
        {
            await work(remote, token).ConfigureAwait(false);
            return null;
        }, cancellationToken);

    public async Task GiveBackAsync(CustomerId area, CancellationToken cancellationToken)
    {
        var gate = gates.GetOrAdd(area, _ => new SemaphoreSlim(1, 1));
        if (!await gate.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await sessions.CloseAsync(area).ConfigureAwait(false);
            if (held.TryRemove(area, out var lease))
            {
                CrashPoint.Pass("lease.returning");
                await leases.ReturnAsync(lease, cancellationToken).ConfigureAwait(false);
                CrashPoint.Pass("lease.returned");
                Meters.AreaHandedOver();
                IntakeLog.AreaHandedOver(log, area.Value);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void EndPause(CustomerId area) => sessions.EndPause(area);

    /// <summary>Gives the leases back, so that another worker goes on at once and not only when they lapse.</summary>
    public async ValueTask DisposeAsync()
    {
        if (held.IsEmpty)
        {
            return;
        }

        try
        {
            CrashPoint.Pass("lease.returning");
            await leases.SignOffAsync(worker.Owner, CancellationToken.None).ConfigureAwait(false);
            CrashPoint.Pass("lease.returned");
        }
        catch (FileExchangeException e)
        {
            IntakeLog.LeasesNotReturned(log, held.Count, e.Reason);
        }
    }

    private async Task<AreaVisit> UnderLeaseAsync(
        CustomerProfile profile, Func<CustomerProfile, IRemoteFolder, AreaLease, CancellationToken, Task<DateTimeOffset?>> work,
        CancellationToken cancellationToken, bool isVisit = true)
    {
        var gate = gates.GetOrAdd(profile.Id, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CrashPoint.Pass("lease.taking");
            var (lease, takenAt) = await TakeAsync(profile.Id, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("lease.taken");
            if (lease is null)
            {
                if (held.TryRemove(profile.Id, out _))
                {
                    await sessions.CloseAsync(profile.Id).ConfigureAwait(false);
                }

                return new AreaVisit(IsOurs: false);
            }

            if (lease.TakenFrom is { } before)
            {
                Meters.AreaTakenOver();
                IntakeLog.AreaTakenOver(log, profile.CustomerId, before, lease.EndedTransactions);
            }

            held[profile.Id] = lease;
            await using var keeper = new LeaseKeeper(leases, lease, takenAt, options.Duration, clock, cancellationToken);
            try
            {
                if (await sessions.TryGetAsync(profile, keeper.EnsureHeld, keeper.Token).ConfigureAwait(false) is { } remote)
                {
                    await sweep.RunAsync(profile, remote, lease, keeper.Token).ConfigureAwait(false);
                    var again = await work(profile, remote, lease, keeper.Token).ConfigureAwait(false);
                    sessions.NoteSuccess(profile);
                    if (isVisit && profile.Intake.PollInterval > RemoteSessions.LongestIdle)
                    {
                        await sessions.CloseAsync(profile.Id).ConfigureAwait(false);
                    }

                    return new AreaVisit(IsOurs: true, again);
                }

                return sessions.Pause(profile.Id) is { } pause
                    ? throw new RemotePausedException(pause.Reason, pause.Until, string.Create(CultureInfo.InvariantCulture,
                        $"The server of {profile.CustomerId} is paused until {pause.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} after a "
                        + $"failure: {pause.Reason}."))
                    : new AreaVisit(IsOurs: true);
            }
            catch (RemoteFolderException e) when (e.SessionIsDead)
            {
                Meters.Failed(profile.CustomerId, e.Reason);
                sessions.NoteFailure(profile, e);
                throw;
            }
            catch (OperationCanceledException) when (keeper.IsLost)
            {
                throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                    $"The lease on the area of {profile.CustomerId} was lost; the work stopped between two steps.");
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// The lease of the visit before, where the last renewal of all leases covered it. This saves a question to the database on visits that
    /// find nothing. Otherwise the lease is asked for; null: another worker has it. The timestamp is the one from which the lease's time
    /// counts.
    /// </summary>
    private async Task<(AreaLease? Lease, long TakenAt)> TakeAsync(CustomerId area, CancellationToken cancellationToken)
    {
        if (held.TryGetValue(area, out var kept) && share.RenewedAt(area) is { } renewedAt
            && clock.GetElapsedTime(renewedAt) < options.Duration / 2)
        {
            return (kept with { TakenFrom = null, EndedTransactions = 0 }, renewedAt);
        }

        var asked = clock.GetTimestamp();
        return (await leases.TryTakeAsync(area, worker.Owner, options.Duration, cancellationToken).ConfigureAwait(false), asked);
    }

    private async Task<DateTimeOffset?> PickUpAsync(CustomerProfile profile, IRemoteFolder remote, AreaLease lease,
        CancellationToken cancellationToken)
    {
        await FinishAsync(profile, remote, lease, cancellationToken).ConfigureAwait(false);
        if (!profile.Enabled || !disk.HasRoom())
        {
            return null;
        }

        var pollBegan = clock.GetUtcNow();
        var (due, again) = await look.FindStableAsync(remote, profile, NamesOf(profile), lease, cancellationToken).ConfigureAwait(false);
        var pollEnded = clock.GetUtcNow();
        var claimed = 0;

        // Orders come before requests, so that a request about an order beside it finds the order stored.
        var taken = await quota.LimitAsync([.. InOrder(due, profile)], profile, cancellationToken).ConfigureAwait(false);
        foreach (var claims in taken.GroupBy(r => r.Kind == InboundKind.Request).OrderBy(g => g.Key).SelectMany(g => g.Chunk(ClaimsAtOnce)))
        {
            var claimBegan = clock.GetUtcNow();
            CrashPoint.Pass("claim.writing");
            var files = await inbox.ClaimAsync(lease, claims, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("claim.written");
            var isInTurn = profile.Id == CustomerId.Production;
            files = isInTurn ? EventOrder.InTurn(claims, files, clock.GetUtcNow()) : files;
            var isHeldUp = false;
            var times = new PickUpTimes(pollBegan, pollEnded, claimBegan, clock.GetUtcNow());
            var inFlight = profile.Orders.Sequence == SequencePolicy.None ? profile.Intake.MaxFilesInFlight : 1;
            await Parallel.ForEachAsync(files,
                new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken },
                async (file, token) =>
                {
                    if (!isHeldUp)
                    {
                        isHeldUp = !await RunFileAsync(file, profile, remote, times, token).ConfigureAwait(false) && isInTurn;
                    }
                }).ConfigureAwait(false);
            claimed += claims.Length;
            if (claimed >= ClaimsAtOnce && claimed < due.Count)
            {
                // The customer's other files wait for its next turn, so that a customer with many files does not keep others waiting.
                return clock.GetUtcNow();
            }
        }

        return again;
    }

    /// <summary>Delivers what is due and releases sources whose answers are all delivered.</summary>
    private async Task FinishAsync(CustomerProfile profile, IRemoteFolder remote, AreaLease lease, CancellationToken cancellationToken)
    {
        await delivery.DeliverDueAsync(profile, remote, cancellationToken).ConfigureAwait(false);
        foreach (var file in await inbox.StoredAsync(profile.Id, ReleasesAtOnce, cancellationToken).ConfigureAwait(false))
        {
            if (!file.AllDelivered || pauses.IsPaused(file.FileId.ToString()))
            {
                continue;
            }

            try
            {
                await release.RunAsync(remote, profile.Id, file, cancellationToken).ConfigureAwait(false);
                pauses.Succeed(file.FileId.ToString());
            }
            catch (RemoteFolderException e) when (!e.SessionIsDead)
            {
                if (telling.Note($"{profile.CustomerId} {e.Reason}") is > 0 and var times)
                {
                    IntakeLog.SourcesNotReleased(log, profile.CustomerId, times, e.Reason, file.FileId, e.Message);
                }

                pauses.Fail(file.FileId.ToString());
            }
        }
    }

    /// <summary>One file's failure is noted and put off, and false returned; only a dead session ends the run.</summary>
    private async Task<bool> RunFileAsync(InboundFile file, CustomerProfile profile, IRemoteFolder remote, PickUpTimes times,
        CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.RunAsync(file, profile, remote, times, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FileExchangeException e) when (e is not RemoteFolderException { SessionIsDead: true }
            && e.Reason is not FailureReason.LeaseLost)
        {
            Meters.Failed(profile.CustomerId, e.Reason);
            IntakeLog.FileNotFinished(log, profile.CustomerId, file.FileId, e.Reason, e.IsTransient, file.Attempt, e.Message);
            var first = e.Reason == FailureReason.DatabaseUnavailable ? FirstPauseForDatabase : FirstPause;
            var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, first.Ticks << Math.Min(file.Attempt - 1, 10)));
            CrashPoint.Pass("failure.noting");
            await inbox.NoteFailureAsync(file, e.Reason.ToString(), $"{MaskedName.Of(file.Path.ToString())}: {e.Message}",
                clock.GetUtcNow() + pause, cancellationToken)
                .ConfigureAwait(false);
            CrashPoint.Pass("failure.noted");
        }
#pragma warning disable CA1031 // A defect that one file brings to light must not keep the customer's other files waiting.
        catch (Exception e) when (e is not (OperationCanceledException or FileExchangeException))
#pragma warning restore CA1031
        {
            // Only the exception's type and place are logged, because the message of a defect may hold anything.
            IntakeLog.FileBroke(log, profile.CustomerId, file.FileId, e.GetType().Name, file.Attempt, e.StackTrace);
            await inbox.NoteFailureAsync(file, e.GetType().Name, null, clock.GetUtcNow() + LongestPause, cancellationToken)
                .ConfigureAwait(false);
        }

        return false;
    }

    private FileNames NamesOf(CustomerProfile profile)
    {
        var names = compiledNames.GetOrAdd(profile.Id, _ => (profile, FileNames.Compile(profile)));
        if (!ReferenceEquals(names.Profile, profile))
        {
            compiledNames[profile.Id] = names = (profile, FileNames.Compile(profile));
        }

        return names.Names;
    }

    /// <summary>
    /// By sequence number where one is asked for, else oldest first by our clock; those seen at the same look by their names, which mostly
    /// hold a time or a number: events told in one file must not overtake those of the file before.
    /// </summary>
    private static IEnumerable<ClaimRequest> InOrder(IEnumerable<ClaimRequest> requests, CustomerProfile profile) =>
        profile.Orders.Sequence == SequencePolicy.None
            ? requests.OrderBy(r => r.Sighting.FirstSeenAt).ThenBy(r => r.Name.ToString(), StringComparer.Ordinal)
            : requests.OrderBy(r => r.SequenceNo ?? long.MaxValue).ThenBy(r => r.Sighting.FirstSeenAt);
}
