using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// The leases of all workers. They end by the store's own clock, so that a worker whose clock is wrong keeps no area
/// for longer than one whose clock is right, and takes none too soon. Whoever holds a lease counts its time from before it asked.
/// </summary>
public interface ILeaseStore
{
    /// <summary>Takes or renews the lease, or returns null while another worker holds it.</summary>
    /// <param name="customer">Whose area.</param>
    /// <param name="owner">This run of this worker; never the same twice.</param>
    /// <param name="duration">How long it lasts without a renewal.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Renews all leases of one run of a worker at once, says that it lives, and tells what the others have.</summary>
    /// <param name="owner">This run of this worker.</param>
    /// <param name="duration">How long leases last without a renewal, and how long a worker counts as alive.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    Task<LeaseOverview> RenewAllAsync(string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives all leases of a run back, and says that it is over.</summary>
    Task SignOffAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a lease back, so that others need not wait for its end and find it free; nothing happens when it is not ours any more.
    /// </summary>
    Task ReturnAsync(AreaLease lease, CancellationToken cancellationToken);
}

/// <summary>Who has which area.</summary>
/// <param name="Ours">Areas whose leases this run of this worker has.</param>
/// <param name="Others">Areas that other workers have.</param>
/// <param name="Workers">How many workers live, this one included.</param>
public sealed record LeaseOverview(IReadOnlySet<CustomerId> Ours, IReadOnlySet<CustomerId> Others, int Workers);
