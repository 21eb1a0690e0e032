using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Keeps a lease alive while work is under way and stops that work when it cannot. The lease's time is counted by a clock that nobody sets.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource stop = new();
    private readonly TimeProvider clock;
    private readonly TimeSpan duration;
    private readonly Task renewing;
    private long takenAt;

    /// <param name="store">Where it is renewed.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="takenAt">When it was asked for, as <see cref="TimeProvider.GetTimestamp"/> tells it.</param>
    /// <param name="duration">How long it lasts from then on.</param>
    /// <param name="clock">Counts the time and wakes for renewals.</param>
    /// <param name="cancellationToken">Ends the work for another reason.</param>
    public LeaseKeeper(ILeaseStore store, AreaLease lease, long takenAt, TimeSpan duration, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        Lease = lease;
        this.clock = clock;
        this.duration = duration;
        this.takenAt = takenAt;
        lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        renewing = RenewAsync(store);
    }

    public AreaLease Lease { get; }

    /// <summary>Cancelled when the caller's token is, or when the lease could not be renewed in time.</summary>
    public CancellationToken Token => lost.Token;

    /// <summary>Whether the work stopped because the lease was lost.</summary>
    public bool IsLost { get; private set; }

    /// <summary>
    /// Throws when the lease may be another worker's by now. Asked right before a change of the customer's area, because
    /// <see cref="Token"/> says so only after a timer has fired: a process that was suspended goes on before that.
    /// </summary>
    /// <exception cref="FileExchangeException">LeaseLost.</exception>
    public void EnsureHeld()
    {
        if (IsLost || Left() <= TimeSpan.Zero)
        {
            throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"The lease on the area of {Lease.Customer} may be another worker's by now; the area is left as it is.");
        }
    }

    private async Task RenewAsync(ILeaseStore store)
    {
        while (true)
        {
            await Task.Delay(duration / 4, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            var left = Left();
            if (left <= TimeSpan.Zero || !await TryRenewAsync(store, left).ConfigureAwait(false))
            {
                if (!stop.IsCancellationRequested)
                {
                    IsLost = true;
                    await lost.CancelAsync().ConfigureAwait(false);
                }

                return;
            }
        }
    }

    /// <summary>
    /// False when another worker has the lease. A database that is away, or silent for longer than the lease lasts, changes nothing before
    /// its end.
    /// </summary>
    private async Task<bool> TryRenewAsync(ILeaseStore store, TimeSpan left)
    {
        var asked = clock.GetTimestamp();
        using var deadline = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop.Token);
        try
        {
            var renewed = await store.TryTakeAsync(Lease.Customer, Lease.Owner, duration, either.Token).ConfigureAwait(false);
            if (renewed?.Token != Lease.Token)
            {
                return false;
            }

            Interlocked.Exchange(ref takenAt, asked);
            return true;
        }
        catch (Exception e) when (e is FileExchangeException or OperationCanceledException)
        {
            // The failure is not reported here, because the work that uses the database meets it too and reports it.
            return true;
        }
    }

    /// <summary>
    /// What is left of it, an eighth less than in truth: room for clocks that do not run equally fast, and for a change under way to reach
    /// the server.
    /// </summary>
    private TimeSpan Left() => duration - (duration / 8) - clock.GetElapsedTime(Interlocked.Read(ref takenAt));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await renewing.ConfigureAwait(false);
        stop.Dispose();
        lost.Dispose();
    }
}
