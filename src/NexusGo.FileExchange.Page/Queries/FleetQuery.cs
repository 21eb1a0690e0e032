using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>A run of a worker: its areas by the leases, and its own words where it runs on this machine.</summary>
public sealed record WorkerRow(string Owner, long Areas, DateTimeOffset? AliveUntil, WorkerStatus? Status, bool IsSilent);

/// <summary>How much of a customer's budgets is used.</summary>
public sealed record BudgetUse(CustomerProfile Profile, long FilesToday, long QuarantinedFiles, long QuarantinedBytes)
{
    /// <summary>The fullest of its budgets, 0 to 1 and above.</summary>
    public double Fullest => new[]
    {
        (double)FilesToday / Math.Max(1, Profile.Budgets.FilesPerDay),
        (double)QuarantinedFiles / Math.Max(1, Profile.Budgets.QuarantineFiles),
        (double)QuarantinedBytes / Math.Max(1, Profile.Budgets.QuarantineBytes),
    }.Max();
}

/// <summary>Workers, leases and budgets.</summary>
public sealed record FleetState(IReadOnlyList<WorkerRow> Workers, int AreasWithoutWorker, IReadOnlyList<BudgetUse> Budgets);

/// <summary>Reads who works on what, and whose budgets are fullest.</summary>
internal sealed class FleetQuery(PageDatabase database, CustomerDirectory directory, WorkerReports reports, TimeProvider time)
{
    private const int MostBudgets = 20;

    public async Task<FleetState> NowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var leases = await database.QueryAsync("""
            select coalesce(p.owner, l.owner), coalesce(l.areas, 0), p.alive_until from exchange.worker_presence p
            full join (select owner, count(*) as areas from exchange.area_lease where lease_until > $1 group by owner) l
                on l.owner = p.owner
            where p.alive_until > $1 or l.areas > 0 order by 1
            """, reader => (Owner: reader.GetString(0), Areas: reader.GetInt64(1), Alive: reader.Instant(2)), [now], cancellationToken);
        var told = reports.Read();
        bool IsOf(WorkerStatus status, string owner) => owner.StartsWith(status.Worker + "/", StringComparison.Ordinal);
        var workers = leases.Select(lease => new WorkerRow(lease.Owner, lease.Areas, lease.Alive,
            told.FirstOrDefault(status => IsOf(status, lease.Owner)), false)).ToList();
        workers.AddRange(told.Where(status => !workers.Any(worker => worker.Status == status))
            .Select(status => new WorkerRow(status.Worker, 0, null, status, reports.IsSilent(status))));

        var profiles = directory.All;
        var use = await database.QueryAsync("""
            select c.id, t.files, q.files, q.bytes from unnest($1::text[]) c(id)
            cross join lateral (select count(*) as files from exchange.inbound_file where customer_id = c.id and claimed_at >= $2) t
            left join (select customer_id, count(*) as files, coalesce(sum(size_bytes), 0)::bigint as bytes from exchange.quarantined_file
                group by customer_id) q on q.customer_id = c.id
            """, reader => (Customer: reader.GetString(0), Today: reader.GetInt64(1), Files: reader.IsDBNull(2) ? 0 : reader.GetInt64(2),
                Bytes: reader.IsDBNull(3) ? 0 : reader.GetInt64(3)),
            [profiles.Select(one => one.CustomerId).ToArray(), SwedishTime.StartOf(SwedishTime.DateOf(now))], cancellationToken);
        var byId = profiles.ToDictionary(one => one.CustomerId, StringComparer.Ordinal);
        var budgets = use.Select(one => new BudgetUse(byId[one.Customer], one.Today, one.Files, one.Bytes))
            .Where(one => one.Fullest > 0).OrderByDescending(one => one.Fullest).Take(MostBudgets).ToList();
        var owned = leases.Sum(lease => lease.Areas);
        return new FleetState(workers, (int)Math.Max(0, profiles.Count - owned), budgets);
    }
}
