using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Intake;

/// <summary>
/// The right to work on one customer's area, held by one worker at a time. The token rises with every change of owner and is compared inside every
/// storing transaction (M. Kleppmann, "How to do distributed locking", 2016): a worker that was paused past its lease can compute but not store.
/// </summary>
public sealed record AreaLease(CustomerId Customer, string Owner, long Token);

/// <summary>The leases of all workers.</summary>
public interface ILeaseStore
{
    /// <summary>Takes or renews the lease, or returns null while another worker holds it.</summary>
    /// <param name="customer">Whose area.</param>
    /// <param name="owner">This run of this worker; never the same twice.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="duration">How long it lasts without a renewal.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives a lease back so that others need not wait for its end; nothing happens when it is not ours any more.</summary>
    Task ReturnAsync(AreaLease lease, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Keeps a lease alive while work is under way and cancels that work when it cannot.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource stop = new();
    private readonly Task renewing;

    public LeaseKeeper(ILeaseStore store, AreaLease lease, TimeSpan duration, TimeProvider clock, CancellationToken cancellationToken)
    {
        Lease = lease;
        lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        renewing = RenewAsync(store, duration, clock);
    }

    public AreaLease Lease { get; }

    /// <summary>Cancelled when the caller's token is, or when the lease could not be renewed in time.</summary>
    public CancellationToken Token => lost.Token;

    /// <summary>Whether the work stopped because the lease was lost.</summary>
    public bool IsLost { get; private set; }

    private async Task RenewAsync(ILeaseStore store, TimeSpan duration, TimeProvider clock)
    {
        var until = clock.GetUtcNow() + duration;
        while (true)
        {
            await Task.Delay(duration / 4, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            var now = clock.GetUtcNow();
            try
            {
                var renewed = await store.TryTakeAsync(Lease.Customer, Lease.Owner, now, duration, stop.Token).ConfigureAwait(false);
                if (renewed?.Token == Lease.Token)
                {
                    until = now + duration;
                    continue;
                }

                until = now;
            }
            catch (FileExchangeException)
            {
                // The database is away: the lease lasts until its end, then the work stops. Whoever uses the database meets the same failure and reports it.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (now >= until)
            {
                IsLost = true;
                await lost.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await renewing.ConfigureAwait(false);
        stop.Dispose();
        lost.Dispose();
    }
}
