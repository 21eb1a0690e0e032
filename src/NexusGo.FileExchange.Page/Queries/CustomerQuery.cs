using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>An inbound file in a list. <see cref="Name"/> holds no identity number: the ledger has it masked.</summary>
public sealed record FileRow(Guid FileId, string Customer, string Name, string Kind, string State, string? Status, string? ErrorCode,
    DateTimeOffset ClaimedAt, DateTimeOffset? ClosedAt, int? Rows, int? Accepted, int? Rejected, int? OnHold);

/// <summary>What came in on one day (Swedish calendar).</summary>
public sealed record DayFlow(DateOnly Day, long Files, long Accepted, long Refused);

/// <summary>A delivered report that nobody has collected.</summary>
public sealed record LyingReport(string Name, string Kind, DateTimeOffset DeliveredAt, DateTimeOffset? WarnedAt);

/// <summary>How many cards are in which stage.</summary>
public sealed record StageCount(string Status, long Cards);

/// <summary>What the view of one customer shows.</summary>
public sealed record CustomerDetails(IReadOnlyList<FileRow> Files, IReadOnlyList<DayFlow> Flow, IReadOnlyList<StageCount> Stages,
    IReadOnlyList<LyingReport> Lying);

/// <summary>The files, flow, stages and lying reports of one customer. Every statement has a bound, whatever the customer's size.</summary>
internal sealed class CustomerQuery(PageDatabase database, TimeProvider time)
{
    public const int Days = 30;
    public const int MostFiles = 100;

    /// <summary>Stages are counted among the latest cards: counting millions would take seconds.</summary>
    public const int MostCards = 20_000;

    internal const string FileColumns = """
        f.file_id, f.customer_id, f.name, f.kind, f.state, f.file_status, f.error_code, f.claimed_at, f.closed_at, f.rows_total,
            f.rows_accepted, f.rows_rejected, f.rows_on_hold
        """;

    private const string Stages = """
        with latest as (
            select first_card_id, last_card_id, sum(cards) over (order by ordered_at desc, order_id desc) - cards as before
            from (select * from orders.card_order where customer_id = $1 and erased_at is null order by ordered_at desc limit 2000) o)
        select c.status, count(*) from (select * from latest where before < $2) o
        cross join lateral (select status from orders.card where card_id between o.first_card_id and o.last_card_id limit $2) c
        group by c.status
        """;

    public async Task<CustomerDetails> OfAsync(string customer, CancellationToken cancellationToken)
    {
        var today = SwedishTime.DateOf(time.GetUtcNow());
        var since = SwedishTime.StartOf(today.AddDays(1 - Days));
        var files = database.QueryAsync($"""
            select {FileColumns} from exchange.inbound_file f where f.customer_id = $1 and f.claimed_at >= $2
            order by f.claimed_at desc limit $3
            """, ReadFile, [customer, since, MostFiles], cancellationToken);
        var flow = database.QueryAsync("""
            select (claimed_at at time zone 'Europe/Stockholm')::date, count(*), coalesce(sum(rows_accepted), 0),
                count(*) filter (where file_status = 'REJECTED')
            from exchange.inbound_file where customer_id = $1 and claimed_at >= $2 group by 1
            """, reader => new DayFlow(reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)),
            [customer, since], cancellationToken);
        var stages = database.QueryAsync(Stages, reader => new StageCount(reader.GetString(0), reader.GetInt64(1)), [customer, MostCards],
            cancellationToken);
        var lying = database.QueryAsync("""
            select name, kind, delivered_at, warned_at from exchange.pending_report
            where customer_id = $1 and delivered_at is not null and deleted_at is null and consumed_at is null
            order by delivered_at limit $2
            """, reader => new LyingReport(reader.GetString(0), reader.GetString(1), reader.Instant(2)!.Value, reader.Instant(3)),
            [customer, MostFiles], cancellationToken);
        var days = (await flow).ToDictionary(one => one.Day);
        return new CustomerDetails(await files,
            [.. Enumerable.Range(0, Days).Select(ago => today.AddDays(ago + 1 - Days))
                .Select(day => days.GetValueOrDefault(day) ?? new DayFlow(day, 0, 0, 0))],
            await stages, await lying);
    }

    internal static FileRow ReadFile(Npgsql.NpgsqlDataReader reader)
    {
        int? Count(int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);
        return new FileRow(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
            reader.Text(5), reader.Text(6), reader.Instant(7)!.Value, reader.Instant(8), Count(9), Count(10), Count(11), Count(12));
    }
}
