using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>How one customer stands at this moment.</summary>
public sealed record CustomerRow
{
    public required CustomerProfile Profile { get; init; }
    public DateTimeOffset? LastPoll { get; init; }
    public HealthLevel Level { get; init; }
    /// <summary>The worst of what is wrong, in words; null: nothing is.</summary>
    public string? Problem { get; init; }
    /// <summary>Fewest days left of a key that ends soon; null: none does.</summary>
    public int? KeyDays { get; init; }
    public long OpenFiles { get; init; }
    public DateTimeOffset? OldestOpen { get; init; }
    public long AnsweredToday { get; init; }
    public long RefusedToday { get; init; }
    public long Undelivered { get; init; }
    public DateTimeOffset? OldestUndelivered { get; init; }
    public long Uncollected { get; init; }
    public string? Owner { get; init; }
}

/// <summary>
/// All customers in one statement. Each count is asked for one customer at a time through an index that begins with the customer, because
/// none of these indexes could be skipped through for all at once.
/// </summary>
internal sealed class CustomersQuery(PageDatabase database, CustomerDirectory directory, WorkerReports reports, HealthBoard board,
    TimeProvider time)
{
    private const string Sql = """
        select c.id, f.files, f.oldest, t.answered, t.refused, w.waiting, w.oldest, u.uncollected, l.owner
        from unnest($1::text[]) c(id)
        cross join lateral (select count(*) as files, min(claimed_at) as oldest from exchange.inbound_file
            where customer_id = c.id and state <> 'CLOSED') f
        cross join lateral (select count(*) as answered, count(*) filter (where file_status = 'REJECTED') as refused
            from exchange.inbound_file where customer_id = c.id and claimed_at >= $2 and stored_at is not null) t
        cross join lateral (select count(*) as waiting, min(created_at) as oldest from exchange.pending_report
            where customer_id = c.id and delivered_at is null) w
        cross join lateral (select count(*) as uncollected from exchange.pending_report where customer_id = c.id
            and delivered_at is not null and deleted_at is null and consumed_at is null and warned_at is not null) u
        left join exchange.area_lease l on l.customer_id = c.id and l.lease_until > $3
        """;

    public async Task<IReadOnlyList<CustomerRow>> AllAsync(CancellationToken cancellationToken)
    {
        var profiles = directory.All.ToDictionary(one => one.CustomerId, StringComparer.Ordinal);
        var health = await board.NowAsync(cancellationToken);
        var areas = health.Areas.ToDictionary(area => area.Area, StringComparer.Ordinal);
        var worst = health.Table.Rows.Where(row => row.Level != HealthLevel.Good).ToLookup(row => row.Area, StringComparer.Ordinal);
        var keyDays = WorkerReports.KeyDays(reports.Read());
        var now = time.GetUtcNow();
        var rows = await database.QueryAsync(Sql, reader => new CustomerRow
        {
            Profile = profiles[reader.GetString(0)],
            OpenFiles = reader.GetInt64(1),
            OldestOpen = reader.Instant(2),
            AnsweredToday = reader.GetInt64(3),
            RefusedToday = reader.GetInt64(4),
            Undelivered = reader.GetInt64(5),
            OldestUndelivered = reader.Instant(6),
            Uncollected = reader.GetInt64(7),
            Owner = reader.Text(8),
        }, [profiles.Keys.ToArray(), SwedishTime.StartOf(SwedishTime.DateOf(now)), now], cancellationToken);
        return [.. rows.Select(row => row with
        {
            LastPoll = areas.GetValueOrDefault(row.Profile.CustomerId)?.JobNamed(AreaRules.PickUp)?.EndedAt,
            Level = health.Table.Areas.GetValueOrDefault(row.Profile.CustomerId),
            Problem = worst[row.Profile.CustomerId].FirstOrDefault()?.Reason,
            KeyDays = keyDays.TryGetValue(row.Profile.CustomerId, out var days) ? days : null,
        })];
    }
}
