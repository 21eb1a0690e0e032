using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// This worker's share of all areas: so many as there are areas for each living worker. It keeps the areas it has between its visits, takes
/// free ones while it has fewer than its share, and gives back what it has too many of, so that a worker that comes gets its part within
/// seconds.
/// </summary>
internal sealed class AreaShare(ILeaseStore leases, LeaseOptions options, WorkerIdentity worker, TimeProvider clock) : IAreaShare
{
    private readonly Lock gate = new();

    /// <summary>
    /// Free areas that this worker began to visit since the last renewal. They count as its own until the next renewal tells who has them.
    /// </summary>
    private readonly HashSet<CustomerId> setOutFor = [];

    // Before the first renewal nothing is known of other workers. Until then every area may be visited, and its lease decides.
    private LeaseOverview overview = new(new HashSet<CustomerId>(), new HashSet<CustomerId>(), 1);
    private int most = int.MaxValue;
    private long renewedAt;

    public TimeSpan RenewalInterval => options.Duration / 6;

    public int Workers => overview.Workers;

    public int Held => overview.Ours.Count;

    public async Task<IReadOnlyList<CustomerId>> RenewAsync(IReadOnlyCollection<CustomerId> areas, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        var answer = await leases.RenewAllAsync(worker.Owner, options.Duration, cancellationToken).ConfigureAwait(false);
        lock (gate)
        {
            renewedAt = asked;
            most = MostOf(areas.Count, answer.Workers);
            setOutFor.Clear();
            var foreign = answer.Ours.Where(area => !areas.Contains(area)).ToList();
            List<CustomerId> surplus = [.. foreign, .. answer.Ours.Except(foreign).OrderBy(area => area.Value, StringComparer.Ordinal)
                .Skip(most)];

            // The areas given back count as others' from now on.
            overview = answer with { Ours = answer.Ours.Except(surplus).ToHashSet(), Others = answer.Others.Concat(surplus).ToHashSet() };
            return surplus;
        }
    }

    public long? RenewedAt(CustomerId area)
    {
        lock (gate)
        {
            return overview.Ours.Contains(area) ? renewedAt : null;
        }
    }

    public bool MayVisit(CustomerId area)
    {
        lock (gate)
        {
            if (overview.Ours.Contains(area) || setOutFor.Contains(area))
            {
                return true;
            }

            return !overview.Others.Contains(area) && overview.Ours.Count + setOutFor.Count < most && setOutFor.Add(area);
        }
    }

    /// <summary>Rounded up: no area is left without a worker.</summary>
    internal static int MostOf(int areas, int workers) => (areas + workers - 1) / Math.Max(1, workers);
}

/// <summary>Which areas this worker looks after.</summary>
public interface IAreaShare
{
    /// <summary>How often <see cref="RenewAsync"/> is to be called, so that no lease ends between two visits.</summary>
    TimeSpan RenewalInterval { get; }

    /// <summary>How many workers live, by the last renewal.</summary>
    int Workers { get; }

    /// <summary>How many areas are this worker's, by the last renewal.</summary>
    int Held { get; }

    /// <summary>Renews this worker's leases.</summary>
    /// <param name="areas">All areas there are.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    /// <returns>Areas to give back: more than our share, or none of those.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The database failed. What is known stays as it was.</exception>
    Task<IReadOnlyList<CustomerId>> RenewAsync(IReadOnlyCollection<CustomerId> areas, CancellationToken cancellationToken);

    /// <summary>
    /// When the last renewal of all was asked for, as <see cref="TimeProvider.GetTimestamp"/> tells it; null: the area was not among them.
    /// </summary>
    long? RenewedAt(CustomerId area);

    /// <summary>Whether to visit an area: it is ours, or it is free and we have fewer than our share.</summary>
    bool MayVisit(CustomerId area);
}

/// <summary>Begins and ends this worker's work on areas, and their pauses.</summary>
public interface IAreaSessions
{
    /// <summary>
    /// Opens the session of an area where none is open, in turn with the other areas of its server, so that the visit that follows need not
    /// wait for that. Does nothing while another worker has the area, or a failure is being waited out.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed.</exception>
    Task OpenAsync(CustomerProfile profile, CancellationToken cancellationToken);

    /// <summary>Something else than a visit on the area's session, under its lease. Not begun while another worker has the area.</summary>
    /// <exception cref="Diagnostics.RemotePausedException">The server failed before and is not asked yet.</exception>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed.</exception>
    Task<AreaVisit> UseAsync(CustomerProfile profile, Func<IRemoteFolder, CancellationToken, Task> work,
        CancellationToken cancellationToken);

    /// <summary>Gives an area back and closes its session, unless somebody is at work in it.</summary>
    Task GiveBackAsync(CustomerId area, CancellationToken cancellationToken);

    /// <summary>Ends the pause of the area's server: the next visit asks it again.</summary>
    void EndPause(CustomerId area);
}
