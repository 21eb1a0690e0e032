using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Changes of cards that we or the customer decide: each is an update and an event in one statement, so that the next back-report tells it.
/// The caller holds the customer's event lock.
/// </summary>
internal sealed class CardMoves(CustomerSession session, string customer, Uuid7Sequence ids, DateTimeOffset now)
{
    private const int AtOnce = 20_000;

    // An event is never older than the status it follows, whatever the partner's clock said of that one.
    private const string Move = """
        with n as (
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
                as n (card_id, event_id, kind, reason, old_status, old_state, status, state)),
        moved as (
            update orders.card c set status = n.status, card_state = n.state,
                status_at = case when n.status <> n.old_status then greatest($9, c.status_at, c.card_state_at) else c.status_at end,
                card_state_at = case when n.state <> n.old_state then greatest($9, c.status_at, c.card_state_at) else c.card_state_at end,
                delivered_at = case when n.status = 'DELIVERED' and n.old_status <> 'DELIVERED'
                    then greatest($9, c.status_at, c.card_state_at) else c.delivered_at end
            from n where c.card_id = any($1) and c.card_id = n.card_id and c.status = n.old_status and c.card_state = n.old_state
            returning n.event_id, n.kind, n.reason, c.card_id, c.status, c.card_state, greatest(c.status_at, c.card_state_at) as moved_at)
        insert into orders.card_event (customer_id, event_id, card_id, event_time, recorded_at, kind, effect, status, card_state,
            reason_code)
        select $10, event_id, card_id, moved_at, $9, kind, 'APPLIED', status, card_state, reason from moved order by event_id
        """;

    private readonly List<(Guid CardId, CardEventKind Kind, string? Reason, CardFacts Before, CardFacts After)> waiting = [];
    private readonly HashSet<Guid> cards = [];

    /// <summary>Adds one change. Several of one card are written in their order.</summary>
    public async Task AddAsync(Guid cardId, CardEventKind kind, string? reason, CardFacts before, CardFacts after,
        CancellationToken cancellationToken)
    {
        if (waiting.Count == AtOnce || cards.Contains(cardId))
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        cards.Add(cardId);
        waiting.Add((cardId, kind, reason, before, after));
    }

    /// <summary>Writes what is left.</summary>
    /// <exception cref="FileExchangeException">A card is not what it was when it was read.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        var eventIds = new Guid[waiting.Count];
        ids.Fill(eventIds);

        await session.ExecuteAsync(PlannerHints.ByHash, [], cancellationToken).ConfigureAwait(false);
        await using var command = session.Command(Move, waiting.Select(one => one.CardId).ToArray(), eventIds,
            waiting.Select(one => one.Kind.ToWireName()).ToArray(),
            waiting.Select(one => one.Reason).ToArray(), waiting.Select(one => one.Before.Status.ToWireName()).ToArray(),
            waiting.Select(one => one.Before.State.ToWireName()).ToArray(),
            waiting.Select(one => one.After.Status.ToWireName()).ToArray(), waiting.Select(one => one.After.State.ToWireName()).ToArray(),
            now, customer);
        if (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != waiting.Count)
        {
            throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: true,
                $"Cards of {customer} were changed by somebody else meanwhile; the request is done again.");
        }

        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
        waiting.Clear();
        cards.Clear();
    }
}
