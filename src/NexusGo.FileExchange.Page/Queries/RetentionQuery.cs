namespace NexusGo.FileExchange.Page.Queries;

/// <summary>How many cards fall due in a month by a rule.</summary>
public sealed record DueMonth(DateOnly Month, string Cause, long Cards);

/// <summary>A hold that stops the erasures of a customer.</summary>
public sealed record HoldRow(string Customer, string Reason, DateTimeOffset SetAt, DateTimeOffset Until);

/// <summary>What goes when. <see cref="CountedAt"/>: the oldest count that stands in it; null: nothing was counted yet.</summary>
public sealed record RetentionCalendar(IReadOnlyList<DueMonth> Months, DateTimeOffset? CountedAt, IReadOnlyList<HoldRow> Holds,
    long Quarantined);

/// <summary>Reads what the nightly run of each customer counted ahead.</summary>
internal sealed class RetentionQuery(PageDatabase database, TimeProvider time)
{
    /// <param name="customer">Only this one; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RetentionCalendar> OfAsync(string? customer, CancellationToken cancellationToken)
    {
        object whose = (object?)customer ?? DBNull.Value;
        DateTimeOffset? countedAt = null;
        var months = await database.QueryAsync("""
            select due_month, cause, sum(cards)::bigint, min(counted_at) from retention.forecast
            where $1::text is null or customer_id = $1 group by due_month, cause order by due_month, cause
            """, reader =>
        {
            countedAt = countedAt is { } earlier && earlier < reader.Instant(3) ? earlier : reader.Instant(3);
            return new DueMonth(reader.GetFieldValue<DateOnly>(0), reader.GetString(1), reader.GetInt64(2));
        }, [whose], cancellationToken);
        var holds = await database.QueryAsync("""
            select customer_id, reason, set_at, until from retention.hold
            where ended_at is null and until > $2 and ($1::text is null or customer_id = $1) order by until, customer_id limit 500
            """, reader => new HoldRow(reader.GetString(0), reader.GetString(1), reader.Instant(2)!.Value, reader.Instant(3)!.Value),
            [whose, time.GetUtcNow()], cancellationToken);
        var quarantined = await database.QueryAsync(
            "select count(*) from exchange.quarantined_file where $1::text is null or customer_id = $1", reader => reader.GetInt64(0),
            [whose], cancellationToken);
        return new RetentionCalendar(months, countedAt, holds, quarantined[0]);
    }
}
