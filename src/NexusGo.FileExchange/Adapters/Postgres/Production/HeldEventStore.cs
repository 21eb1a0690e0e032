using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Held events of all customers. Which there are is seen by the role that sees the life cycle of all cards; everything else happens as the
/// customer, under its policies.
/// </summary>
internal sealed class HeldEventStore(ExchangeDatabase database, TimeProvider clock, ILogger<HeldEventStore> log)
{
    // "Without a last word" is asked of held events only, and there are few: an index holds them alone.
    private const string Open = "e.effect = 'HELD' and not exists (select from orders.card_event s where s.settles = e.event_id)";

    /// <summary>All that waits, the oldest first.</summary>
    public async Task<IReadOnlyList<HeldReport>> ListAsync(CancellationToken cancellationToken)
    {
        var customers = await AsProductionAsync(async session =>
        {
            await using var command =
                session.Command($"select distinct e.customer_id from orders.card_event e where e.kind = 'PRODUCED' and {Open}");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var found = new List<string>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }, cancellationToken).ConfigureAwait(false);

        var reports = new List<HeldReport>();
        foreach (var customer in customers)
        {
            reports.AddRange(await database.InTransactionAsync(new CustomerId(customer),
                session => OfCustomerAsync(session, customer, cancellationToken), cancellationToken).ConfigureAwait(false));
        }

        return [.. reports.OrderBy(report => report.ReportedAt).ThenBy(report => report.EventId)];
    }

    /// <summary>Ends a hold: the report counts as it is, or the card is made again. The decision is audited.</summary>
    /// <param name="eventId">The held report.</param>
    /// <param name="decision">Release or send back.</param>
    /// <param name="by">Who decides, as the operating system names them; letters, digits and <c>._-</c>.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>How many events got their last word, the report included; 0: nothing waits under this id.</returns>
    public async Task<int> DecideAsync(Guid eventId, HeldDecision decision, string by, CancellationToken cancellationToken)
    {
        var found = await AsProductionAsync(async session =>
        {
            await using var command =
                session.Command($"select e.customer_id, e.card_id from orders.card_event e where e.event_id = $1 and e.kind = 'PRODUCED' "
                + $"and {Open}", eventId);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetString(0), reader.GetGuid(1))
                : default((string Customer, Guid Card)?);
        }, cancellationToken).ConfigureAwait(false);
        if (found is not { } report)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var events = await database.InTransactionAsync(new CustomerId(report.Customer), async session =>
        {
            await EventLock.TakeAsync(session, report.Customer, cancellationToken).ConfigureAwait(false);
            if (!await IsOpenAsync(session, report.Customer, eventId, cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            var customer = new CustomerId(report.Customer);
            var count = await new HeldEventSettlement(new CardEventWriter(session, customer, now), new Uuid7Sequence(clock), now)
                .RunAsync(customer, [report.Card], decision, eventId, cancellationToken).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, report.Customer, decision == HeldDecision.Release
                ? "HELD_EVENT_RELEASED" : "HELD_EVENT_SENT_BACK", eventId.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"by={by};events={count}"), cancellationToken).ConfigureAwait(false);
            return count;
        }, cancellationToken).ConfigureAwait(false);
        if (events > 0)
        {
            ProductionLog.HeldEventDecided(log, report.Customer, eventId, decision.ToString(), events);
        }

        return events;
    }

    /// <summary>What operators have to know of events without effect.</summary>
    public async Task<EventTroubles> LookAsync(CancellationToken cancellationToken)
    {
        // The partner's files are seen by its area's transactions, the cards' events by the role that sees all of them.
        var notTaken = await database.InTransactionAsync(CustomerId.Production, async session =>
        {
            await using var command = session.Command("""
                select count(*) from exchange.pending_report
                where customer_id = 'PRODUCTION' and kind in ('PRD', 'CAN') and delivered_at is not null and deleted_at is null
                    and consumed_at is null and warned_at is not null
                """);
            return (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken).ConfigureAwait(false);
        return await LookAtEventsAsync(notTaken, cancellationToken).ConfigureAwait(false);
    }

    private Task<EventTroubles> LookAtEventsAsync(int notTaken, CancellationToken cancellationToken) => AsProductionAsync(async session =>
    {
        var since = clock.GetUtcNow() - EventTroubles.RefusedWithin;
        await using var count = session.Command($"""
            select count(*) filter (where e.kind = 'PRODUCED' and {Open}), min(e.recorded_at) filter (where e.kind = 'PRODUCED' and {Open}),
                count(*) filter (where e.effect = 'REFUSED' and e.recorded_at > $1)
            from orders.card_event e where e.effect in ('HELD', 'REFUSED')
            """, since);
        int held, refused;
        DateTimeOffset? oldest;
        await using (var reader = await count.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            (held, oldest, refused) = ((int)reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1),
                (int)reader.GetInt64(2));
        }

        await using var latest = session.Command($"""
            select e.event_id, e.customer_id, e.kind, e.effect, e.code, e.recorded_at from orders.card_event e
            where e.effect in ('HELD', 'REFUSED') and ((e.effect = 'REFUSED' and e.recorded_at > $1) or (e.kind = 'PRODUCED' and {Open}))
            order by e.recorded_at desc, e.event_id limit {EventTroubles.LatestCount}
            """, since);
        await using var rows = await latest.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var troubles = new List<EventTrouble>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            troubles.Add(new EventTrouble(rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetString(3),
                StagedRow.TextOf(rows, 4), rows.GetFieldValue<DateTimeOffset>(5)));
        }

        await rows.DisposeAsync().ConfigureAwait(false);
        return new EventTroubles(held, oldest, refused, troubles) { Overdue = await OverdueAsync(session, cancellationToken)
            .ConfigureAwait(false), NotTaken = notTaken };
    }, cancellationToken);

    private static async Task<IReadOnlyList<OverdueStage>> OverdueAsync(CustomerSession session, CancellationToken cancellationToken)
    {
        var overdue = new List<OverdueStage>();
        await using var command =
            session.Command("select customer_id, status, cards, oldest_at from orders.overdue_stage order by customer_id, oldest_at");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            overdue.Add(new OverdueStage(reader.GetString(0), CardWords.StatusOf(reader.GetString(1)), reader.GetInt64(2),
                reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return overdue;
    }

    /// <summary>
    /// The event is read again under the lock, because two operators may decide at the same time, and a complete report may have come.
    /// </summary>
    private static async Task<bool> IsOpenAsync(CustomerSession session, string customer, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = session.Command(
            $"select exists (select from orders.card_event e where e.customer_id = $1 and e.event_id = $2 and {Open})", customer, eventId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<IReadOnlyList<HeldReport>> OfCustomerAsync(CustomerSession session, string customer,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command($"""
            select e.event_id, c.card_no, c.product_code, e.recorded_at, c.expected_fields,
                (select coalesce(bit_or(h.fields), 0::smallint)::integer from orders.card_chip h where h.event_id = e.event_id),
                (select count(*) from orders.card_event w where w.card_id = e.card_id and w.effect = 'HELD' and w.event_id <> e.event_id
                    and not exists (select from orders.card_event s where s.settles = w.event_id))
            from orders.card_event e join orders.card c using (card_id)
            where e.customer_id = $1 and e.kind = 'PRODUCED' and {Open}
            """, customer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var reports = new List<HeldReport>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var missing = (ReportFields)(reader.GetInt16(4) & ~reader.GetInt32(5));
            reports.Add(new HeldReport(reader.GetGuid(0), customer, reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                BatchLayout.Words(missing).Split(',', StringSplitOptions.RemoveEmptyEntries), (int)reader.GetInt64(6)));
        }

        return reports;
    }

    private Task<T> AsProductionAsync<T>(Func<CustomerSession, Task<T>> look, CancellationToken cancellationToken) =>
        database.InTransactionAsync(CustomerId.Production, async session =>
        {
            var result = default(T)!;
            await session.AsProductionAsync(async () => result = await look(session).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            return result;
        }, cancellationToken);
}
