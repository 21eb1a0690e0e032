using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What status asks of the database, one round trip for an area.</summary>
internal sealed class CountStore(ExchangeDatabase database) : IExchangeCounts
{
    public Task<AreaCounts> OfAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var batch = session.Batch();
            batch.Add("""
                select f.files, f.oldest, w.waiting, w.oldest, o.lying, o.uncollected, o.oldest, o.to_remove, o.changed, q.files, h.holds,
                    h.nearest, l.owner, l.lease_until, g.entries
                from (select count(*) as files, min(claimed_at) as oldest from exchange.inbound_file where customer_id = $1
                    and state <> 'CLOSED') f
                cross join (select count(*) as waiting, min(created_at) as oldest from exchange.pending_report where customer_id = $1
                    and delivered_at is null) w
                cross join (
                    select count(*) filter (where consumed_at is null) as lying,
                        count(*) filter (where consumed_at is null and warned_at is not null) as uncollected,
                        min(delivered_at) filter (where consumed_at is null and warned_at is not null) as oldest,
                        count(*) filter (where consumed_at is not null and changed_at is null) as to_remove,
                        count(*) filter (where changed_at is not null) as changed
                    from exchange.pending_report where customer_id = $1 and delivered_at is not null and deleted_at is null) o
                cross join (select count(*) as files from exchange.quarantined_file where customer_id = $1) q
                cross join (select count(*) as entries from exchange.sighting where customer_id = $1 and answered_at is not null) g
                cross join (select count(*) as holds, min(until) as nearest from retention.hold where customer_id = $1 and ended_at is null
                    and until > $2) h
                left join (select owner, lease_until from exchange.area_lease where customer_id = $1 and lease_until > $2) l on true
                """, customer.Value, now);
            batch.Add("""
                select last_problem, count(*) from exchange.pending_report
                where customer_id = $1 and last_problem is not null
                    and (delivered_at is null or (delivered_at is not null and deleted_at is null))
                group by last_problem order by last_problem
                """, customer.Value);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            DateTimeOffset? Instant(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
            var counts = new AreaCounts
            {
                Customer = customer.Value,
                OpenFiles = reader.GetInt64(0),
                OldestOpenFile = Instant(1),
                WaitingReports = reader.GetInt64(2),
                OldestWaitingReport = Instant(3),
                Out = reader.GetInt64(4),
                Uncollected = reader.GetInt64(5),
                OldestUncollected = Instant(6),
                ToRemove = reader.GetInt64(7),
                Changed = reader.GetInt64(8),
                Quarantined = reader.GetInt64(9),
                Holds = reader.GetInt64(10),
                NearestHoldEnd = Instant(11),
                LeaseOwner = reader.IsDBNull(12) ? null : reader.GetString(12),
                LeaseUntil = Instant(13),
                ForeignEntries = reader.GetInt64(14),
            };
            var problems = new Dictionary<string, long>();
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                problems.Add(reader.GetString(0), reader.GetInt64(1));
            }

            return counts with { Problems = problems };
        }, cancellationToken);
}
