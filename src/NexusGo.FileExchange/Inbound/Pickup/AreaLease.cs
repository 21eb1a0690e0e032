using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// The right to work on one customer's area, held by one worker at a time. The token rises with every change of owner and is compared
/// inside every storing transaction (M. Kleppmann, "How to do distributed locking", 2016): a worker that was paused past its lease can
/// compute but not store.
/// </summary>
public sealed record AreaLease(CustomerId Customer, string Owner, long Token)
{
    /// <summary>When it ends unless renewed, by the clock of whoever took it; counted from before the question was sent.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Who held it before, if that was another worker, or another run of this one.</summary>
    public string? TakenFrom { get; init; }

    /// <summary>How many storing transactions of that one were still open and were ended.</summary>
    public int EndedTransactions { get; init; }
}

/// <summary>The leases of all workers.</summary>
public interface ILeaseStore
{
    /// <summary>Takes or renews the lease, or returns null while another worker holds it.</summary>
    /// <param name="customer">Whose area.</param>
    /// <param name="owner">This run of this worker; never the same twice.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="duration">How long it lasts without a renewal.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, DateTimeOffset now, TimeSpan duration,
        CancellationToken cancellationToken);

    /// <summary>Renews all leases of one run of a worker at once, says that it lives, and tells what the others have.</summary>
    /// <param name="owner">This run of this worker.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="duration">How long leases last without a renewal, and how long a worker counts as alive.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    Task<LeaseOverview> RenewAllAsync(string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives all leases of a run back, and says that it is over.</summary>
    Task SignOffAsync(string owner, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a lease back so that others need not wait for its end; nothing happens when it is not ours any more.</summary>
    Task ReturnAsync(AreaLease lease, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Who has which area.</summary>
/// <param name="Ours">Areas whose leases this run of this worker has.</param>
/// <param name="Others">Areas that other workers have.</param>
/// <param name="Workers">How many workers live, this one included.</param>
public sealed record LeaseOverview(IReadOnlySet<CustomerId> Ours, IReadOnlySet<CustomerId> Others, int Workers);
