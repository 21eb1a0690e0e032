using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Delivery.Consumed;

/// <summary>
/// The ledger of delivered files. Every verb is one statement, however many files it is about; said again it changes nothing.
/// </summary>
internal interface IConsumedStore
{
    /// <summary>Delivered files whose removal is not recorded, oldest delivery first.</summary>
    Task<IReadOnlyList<OutFile>> OutAsync(CustomerId customer, int limit, CancellationToken cancellationToken);

    /// <summary>Notes what a look found and what it, being complete, did not find.</summary>
    /// <param name="lease">Whose files. Nothing is noted when another worker has the area by now: the look is out of date.</param>
    /// <param name="there">Files whose name is there.</param>
    /// <param name="missing">Files whose name is not.</param>
    /// <param name="now">When the look began.</param>
    /// <param name="cancellationToken">Gives up before the statement is sent.</param>
    Task NoteLookAsync(AreaLease lease, IReadOnlyList<Guid> there, IReadOnlyList<Guid> missing, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Notes that files are consumed and about to be removed. A signal noted before stays.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker has the area by now; nothing was noted.</exception>
    Task NoteIntentAsync(AreaLease lease, IReadOnlyList<(Guid ReportId, string Signal)> files, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Notes that the customer took files away itself: consumed and deleted at once.</summary>
    Task NoteTakenAsync(AreaLease lease, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Notes files as deleted, after it was seen that they are gone.</summary>
    Task NoteDeletedAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that what lies in a file's place is not what we delivered, and that operators were told of this version; nothing when another
    /// worker has the area by now.
    /// </summary>
    Task NoteChangedAsync(AreaLease lease, Guid reportId, RemoteVersion version, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>
    /// Notes why files could not be removed, by the reason and in the words of the environment; the next sweep tries again.
    /// </summary>
    Task NoteProblemAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, string problem, string? text,
        CancellationToken cancellationToken);

    /// <summary>Notes that operators were told of uncollected files.</summary>
    Task NoteWarnedAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Removes our sealed copies of up to <paramref name="limit"/> files delivered before an instant, key and bytes; returns of how many.
    /// </summary>
    Task<int> PurgeAsync(CustomerId customer, DateTimeOffset deliveredBefore, int limit, DateTimeOffset now,
        CancellationToken cancellationToken);
}

/// <summary>Finds out which delivered files are consumed, and removes them from the customer's area.</summary>
public interface IConsumedSweep
{
    /// <summary>One sweep. Only old copies of our own go while another worker has the customer's area.</summary>
    /// <exception cref="Diagnostics.RemotePausedException">The customer's server failed before and is not asked yet; old copies of our own
    /// have gone.</exception>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; the next sweep goes on from what is durable.</exception>
    Task<AreaVisit> RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
