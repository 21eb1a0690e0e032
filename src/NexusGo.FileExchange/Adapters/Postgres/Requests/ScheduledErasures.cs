using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Fulfils scheduled erasures, some cards at a time, so that nobody waits long for the customer's event lock.</summary>
internal sealed class ScheduledErasures(ExchangeDatabase database, CardErasure erasure, ICancellationStore cancellations,
    TimeProvider clock, ILogger<ScheduledErasures> log) : IScheduledErasures
{
    internal const int AtOnce = 500;

    private const string Ready = """
        select s.request_ref, s.profile_version, s.card_id
        from exchange.scheduled_erasure s
        join lateral (select * from orders.card c where c.card_id = s.card_id offset 0) c on true
        where s.customer_id = $1 and c.erased_at is null and c.invoiced_at is not null and c.card_state <> 'NONE'
            and (s.request_ref, s.card_id) > ($3, $4)
        order by s.request_ref, s.card_id
        limit $2
        """;

    public async Task<long> RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var cancelled = await cancellations.SettleAsync(profile.Id, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (await database.InTransactionAsync(profile.Id, session => IsHeldAsync(session, profile.Id, cancellationToken), cancellationToken)
            .ConfigureAwait(false))
        {
            return 0;
        }

        var (cards, last) = (await EraseCancelledAsync(profile, cancelled, cancellationToken).ConfigureAwait(false), ("", Guid.Empty));
        for (var found = AtOnce; found == AtOnce;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (found, var erased, last) = await database.InTransactionAsync(profile.Id,
                session => RunOnceAsync(session, profile.Id, last, cancellationToken), cancellationToken).ConfigureAwait(false);
            cards += erased;
        }

        var requests = await database.InTransactionAsync(profile.Id, session => CloseAsync(session, profile.Id, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (cards + requests > 0)
        {
            RequestsLog.ScheduledErasuresDone(log, profile.CustomerId, cards, requests);
        }

        return cards;
    }

    /// <summary>Whether a hold is in force, under the event lock: until the transaction ends nobody sets one.</summary>
    private async Task<bool> IsHeldAsync(CustomerSession session, CustomerId customer, CancellationToken cancellationToken)
    {
        await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
        return (await HoldRows.ActiveAsync(session, customer, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    /// <summary>Cards that the partner has cancelled lose their personal data as those that were cancelled at once.</summary>
    private async Task<long> EraseCancelledAsync(CustomerProfile profile, IReadOnlyList<Guid> cancelled,
        CancellationToken cancellationToken)
    {
        var erased = 0L;
        foreach (var cards in cancelled.Chunk(AtOnce))
        {
            erased += await database.InTransactionAsync(profile.Id, async session =>
                await IsHeldAsync(session, profile.Id, cancellationToken).ConfigureAwait(false) ? 0
                : (await erasure.EraseAsync(session, profile.Id, new ErasureOrder(ErasureCause.Cancelled, profile.Version), cards,
                    clock.GetUtcNow(), cancellationToken)
                    .ConfigureAwait(false))?.Cards ?? 0, cancellationToken).ConfigureAwait(false);
        }

        return erased;
    }

    /// <summary>The next cards that are ready, after the last one looked at.</summary>
    private async Task<(int Found, long Erased, (string, Guid) Last)> RunOnceAsync(CustomerSession session, CustomerId customer,
        (string RequestRef, Guid CardId) last, CancellationToken cancellationToken)
    {
        if (await IsHeldAsync(session, customer, cancellationToken).ConfigureAwait(false))
        {
            return (0, 0, last);
        }

        var now = clock.GetUtcNow();
        var ready = await ReadAsync(session, customer, last, cancellationToken).ConfigureAwait(false);
        var erased = 0L;
        foreach (var request in ready.GroupBy(one => (one.RequestRef, one.ProfileVersion)))
        {
            var order = new ErasureOrder(ErasureCause.Request, request.Key.ProfileVersion, request.Key.RequestRef);
            erased += (await erasure.EraseAsync(session, customer, order, [.. request.Select(one => one.CardId)], now, cancellationToken)
                .ConfigureAwait(false))?.Cards ?? 0;
        }

        await session.ExecuteAsync("delete from exchange.scheduled_erasure where customer_id = $1 and card_id = any($2)",
            [customer.Value, ready.Select(one => one.CardId).ToArray()], cancellationToken).ConfigureAwait(false);
        return (ready.Count, erased, ready.Count > 0 ? (ready[^1].RequestRef, ready[^1].CardId) : last);
    }

    /// <summary>Requests of which nothing is left are done; the person that one named is forgotten with it. Returns how many.</summary>
    private async Task<long> CloseAsync(CustomerSession session, CustomerId customer, CancellationToken cancellationToken)
    {
        // Rows of cards that have been erased for another reason.
        await session.ExecuteUnhurriedAsync("""
            delete from exchange.scheduled_erasure s using orders.card c where s.customer_id = $1 and c.card_id = s.card_id
                and c.erased_at is not null
            """, [customer.Value], cancellationToken).ConfigureAwait(false);
        await using var close = session.Command("""
            update exchange.request r set done_at = $2, person_index = null
            where r.customer_id = $1 and r.outcome = 'SCHEDULED' and r.done_at is null
                and not exists (select from exchange.scheduled_erasure s where s.customer_id = r.customer_id
                    and s.request_ref = r.request_ref)
                and not exists (select from orders.cancellation n where n.customer_id = r.customer_id and n.request_ref = r.request_ref)
            """, customer.Value, clock.GetUtcNow());
        return await close.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<(string RequestRef, string ProfileVersion, Guid CardId)>> ReadAsync(CustomerSession session,
        CustomerId customer, (string RequestRef, Guid CardId) last,
        CancellationToken cancellationToken)
    {
        var ready = new List<(string, string, Guid)>();
        await using var command = session.Command(Ready, customer.Value, AtOnce, last.RequestRef, last.CardId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ready.Add((reader.GetString(0), reader.GetString(1), reader.GetGuid(2)));
        }

        return ready;
    }
}
