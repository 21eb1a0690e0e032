using System.Globalization;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Writes what a request file changes, set-wise.</summary>
internal sealed class RequestWrites(CustomerSession session, InboundFile file, CardErasure erasure, Uuid7Sequence ids,
    RequestEffects effects)
{
    private string Customer => file.Customer.Value;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Kept first: what is erased afterwards is erased from here, too.
        await KeepAsync(cancellationToken).ConfigureAwait(false);
        var updates = new CustomerCardUpdates(new CardEventWriter(session, file.Customer, effects.Now), ids, effects.Now);
        await MarkOrdersAsync(effects.Approved, OrderApproval.Approved, cancellationToken).ConfigureAwait(false);
        await MarkOrdersAsync(effects.Declined, OrderApproval.Declined, cancellationToken).ConfigureAwait(false);
        await DecideWaitingAsync(effects.Approved, OrderPass.AwaitsApproval, updates, CardEventKind.Accepted, cancellationToken)
            .ConfigureAwait(false);
        await DecideWaitingAsync(effects.Confirmed, OrderPass.PersonHadProduct, updates, CardEventKind.Accepted, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<Guid> declined =
        [
            .. await DecideWaitingAsync(effects.Declined, null, updates, CardEventKind.Cancelled, cancellationToken).ConfigureAwait(false),
            .. await DecideWaitingAsync(effects.NotConfirmed, OrderPass.PersonHadProduct, updates, CardEventKind.Cancelled,
                cancellationToken).ConfigureAwait(false),
        ];
        foreach (var (card, kind, reason) in effects.Events)
        {
            updates.Add(card.Registered, kind, reason);
        }

        await AskPartnerAsync(updates, cancellationToken).ConfigureAwait(false);
        await updates.WriteAsync(cancellationToken).ConfigureAwait(false);

        await EraseCancelledAsync(effects.Events.Select(one => one.Card).Where(card => card.IsCancelledHere).Select(card => card.CardId),
            ErasureCause.Cancelled, cancellationToken).ConfigureAwait(false);
        await EraseCancelledAsync(declined, ErasureCause.Declined, cancellationToken).ConfigureAwait(false);
        await EraseAsync(cancellationToken).ConfigureAwait(false);
        await ScheduleAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("update exchange.pending_report set consumed_at = $2, consumed_signal = 'REQUEST' where report_id = "
            + "any($1) and consumed_at is null",
            [effects.Consumed.Select(report => report.ReportId).ToArray(), effects.Now], cancellationToken).ConfigureAwait(false);
        await AuditChain.AppendAsync(session, Customer, AuditEntries(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The answers, so that a repeat of the request gets the same. The person it named stays only while the request is open.
    /// </summary>
    private Task KeepAsync(CancellationToken cancellationToken)
    {
        var kept = effects.Kept;
        return session.ExecuteAsync("""
            insert into exchange.request (customer_id, request_ref, content_index, file_id, outcome, code, order_no, card_no, signed_by,
                answered_at, action, person_index, done_at)
            select $1, r.request_ref, r.content_index, $2, r.outcome, r.code, nullif(r.order_no, 0), nullif(r.card_no, 0), $3, $4,
                r.action, r.person_index,
                case when r.outcome <> 'SCHEDULED' then $4 end
            from unnest($5::text[], $6::bytea[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::text[], $12::uuid[])
                as r (request_ref, content_index, outcome, code, order_no, card_no, action, person_index)
            """, [Customer, file.FileId, effects.SignedBy, effects.Now, kept.Select(one => one.Row.RequestRef).ToArray(),
            kept.Select(one => one.Row.ContentIndex.ToArray()).ToArray(),
                kept.Select(one => one.Answer.Outcome.ToWireName()).ToArray(), kept.Select(one => one.Answer.Code).ToArray(),
                kept.Select(one => one.Answer.OrderNo).ToArray(),
                kept.Select(one => one.Answer.CardNo).ToArray(), kept.Select(one => one.Row.Action!.Value.ToWireName()).ToArray(),
                kept.Select(one => one.Answer.Outcome == RequestOutcome.Scheduled ? one.Row.PersonIndex : null).ToArray()],
                cancellationToken);
    }

    private Task MarkOrdersAsync(List<OrderToDecide> orders, string word, CancellationToken cancellationToken) => orders.Count == 0
        ? Task.CompletedTask
        : session.ExecuteAsync("update orders.card_order set approval = $4, decided_by = $2, decided_at = $3 where order_id = any($1)",
            [orders.Select(order => order.OrderId).ToArray(), effects.SignedBy, effects.Now, word], cancellationToken);

    /// <summary>
    /// Decides about the orders' waiting cards. hold_code stays: it tells what the card's first status was. Returns the cards.
    /// </summary>
    /// <param name="orders">The orders.</param>
    /// <param name="holdCode">Only cards that wait for this reason; null: all.</param>
    /// <param name="updates">Takes the changes.</param>
    /// <param name="kind">What happens to the cards.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task<IReadOnlyList<Guid>> DecideWaitingAsync(
        List<OrderToDecide> orders, string? holdCode, CustomerCardUpdates updates, CardEventKind kind, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
        {
            return [];
        }

        if (kind == CardEventKind.Accepted)
        {
            // They wait on, for their photo alone.
            await session.ExecuteAsync("""
                update orders.card c set hold_code = $3 from orders.card_order o
                where o.order_id = any($1) and c.card_id between o.first_card_id and o.last_card_id and c.status = 'ON_HOLD'
                    and c.hold_code = $2 and c.awaits_photo
                """, [orders.Select(order => order.OrderId).ToArray(), holdCode, OrderPass.AwaitsPhoto], cancellationToken)
                .ConfigureAwait(false);
        }

        var waiting = await session.IdsAsync("""
            select c.card_id from orders.card_order o
            join lateral (
                select card_id from orders.card c
                where c.card_id between o.first_card_id and o.last_card_id and c.status = 'ON_HOLD'
                    and ($2::text is null or c.hold_code = $2) offset 0) c on true
            where o.order_id = any($1)
            order by c.card_id
            """, [orders.Select(order => order.OrderId).ToArray(), holdCode], cancellationToken).ConfigureAwait(false);
        foreach (var card in await RegisteredCardRows.ReadAsync(session, file.Customer, waiting, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(card, kind, null);
        }

        return waiting;
    }

    private async Task AskPartnerAsync(CustomerCardUpdates updates, CancellationToken cancellationToken)
    {
        foreach (var request in effects.AskedToCancel.GroupBy(one => (one.Row.RequestRef, one.Row.ReasonCode), one => one.Card))
        {
            var asked = request.Where(card => updates.AskToCancel(card.Registered)).Select(card => card.CardId).ToList();
            await CancellationRows.AskAsync(session, file.Customer, asked, request.Key.ReasonCode, effects.Now, cancellationToken,
                request.Key.RequestRef).ConfigureAwait(false);
        }
    }

    /// <summary>Personal data goes at once; the number stays for a while, so that the customer can be told which card it was.</summary>
    private async Task EraseCancelledAsync(IEnumerable<Guid> cancelled, ErasureCause cause, CancellationToken cancellationToken)
    {
        var cards = effects.IsErasureHeld ? [] : cancelled.Distinct().ToArray();
        if (cards.Length == 0)
        {
            return;
        }

        // A file of which nothing is left may be sent again, corrected or not.
        await session.ExecuteAsync("""
            delete from exchange.accepted_content a using orders.card_order o
            where a.file_id = o.file_id and o.order_id in (select c.order_id from orders.card c where c.card_id = any($1))
                and not exists (select from orders.card c where c.card_id between o.first_card_id and o.last_card_id
                    and c.status not in ('CANCELLED', 'REJECTED'))
            """, [cards], cancellationToken).ConfigureAwait(false);
        await erasure.EraseAsync(session, file.Customer, new ErasureOrder(cause, effects.ProfileVersion), cards, effects.Now,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task EraseAsync(CancellationToken cancellationToken)
    {
        var requests = effects.Erased.GroupBy(one => one.Row.RequestRef, one => one.Card.CardId)
            .Select(request => ((string?)request.Key, (Guid[])[.. request])).ToList();
        if (requests.Count > RequestLimits.ErasuresApart)
        {
            requests = [(null, [.. requests.SelectMany(request => request.Item2)])];
        }

        foreach (var (reference, cards) in requests)
        {
            await erasure.EraseAsync(session, file.Customer, new ErasureOrder(ErasureCause.Request, effects.ProfileVersion, reference),
                cards, effects.Now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ScheduleAsync(CancellationToken cancellationToken)
    {
        if (effects.Scheduled.Count > 0)
        {
            // In the order of both its indexes, which random places would make several times as dear.
            await session.ExecuteUnhurriedAsync("""
                insert into exchange.scheduled_erasure (customer_id, request_ref, card_id, file_id, scheduled_at, profile_version,
                    signed_by)
                select $1, r.request_ref, a.card_id, $2, $3, $4, $5
                from unnest($6::integer[], $7::text[]) as r (row_no, request_ref) join asked_card a using (row_no) join orders.card c
                    using (card_id)
                where c.erased_at is null
                order by r.request_ref, a.card_id
                on conflict do nothing
                """, [Customer, file.FileId, effects.Now, effects.ProfileVersion, effects.SignedBy,
                effects.Scheduled.Select(row => row.RowNumber).ToArray(),
                    effects.Scheduled.Select(row => row.RequestRef).ToArray()], cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<(string Action, string Subject, string Detail)> AuditEntries()
    {
        IEnumerable<(OrderToDecide Order, string Action)> decisions =
        [
            .. effects.Approved.Select(one => (one, "ORDER_APPROVED")), .. effects.Confirmed.Select(one => (one, "ORDER_CONFIRMED")),
            .. effects.Declined.Select(one => (one, "ORDER_DECLINED")), .. effects.NotConfirmed.Select(one => (one, "ORDER_NOT_CONFIRMED")),
        ];
        foreach (var (order, action) in decisions)
        {
            yield return (action, order.OrderNo.ToString(CultureInfo.InvariantCulture),
                $"file={file.FileId};signed={(order.SignedBy is null || effects.SignedBy is null ? "no" : "by_two")}");
        }

        // The customer's own reference may name somebody; file and row say which request it was.
        foreach (var (row, answer, cards) in effects.Kept.Where(one => one.Answer.Outcome is RequestOutcome.Done or RequestOutcome.Scheduled
            && one.Row.Action!.Value.Rule().Subject != RequestSubject.OrderToDecide))
        {
            yield return ($"REQUEST_{row.Action!.Value.ToWireName()}", string.Create(CultureInfo.InvariantCulture,
                $"{file.FileId} row {row.RowNumber}"), string.Create(CultureInfo.InvariantCulture,
                $"selector={row.Selector!.Value.ToWireName()};outcome={answer.Outcome.ToWireName()};cards={cards};"
                + $"profile={effects.ProfileVersion};signed_by={effects.SignedBy}"));
        }
    }
}
