using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Finds cards that replace others, each once, and settles what becomes of the replaced ones.</summary>
internal sealed class ReplacementStore(ExchangeDatabase database, TimeProvider clock) : IReplacements
{
    private const int AtOnce = 1_000;

    public async Task<int> SettleAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var changed = 0;
        for (var found = AtOnce; found == AtOnce;)
        {
            (found, var cards) = await database.InTransactionAsync(profile.Id,
                session => SettleOnceAsync(session, profile, cancellationToken), cancellationToken).ConfigureAwait(false);
            changed += cards;
        }

        return changed;
    }

    private async Task<(int Found, int Changed)> SettleOnceAsync(CustomerSession session, CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await FindAsync(session, profile.Id, cancellationToken).ConfigureAwait(false) is not { Count: > 0 } pairs)
        {
            return (0, 0);
        }

        // The cards are read again under the lock, because nobody else changes the customer's cards then.
        await EventLock.TakeAsync(session, profile.CustomerId, cancellationToken).ConfigureAwait(false);
        pairs = await FindAsync(session, profile.Id, cancellationToken).ConfigureAwait(false);
        var updates = new CustomerCardUpdates(new CardEventWriter(session, profile.Id, now), new Uuid7Sequence(clock), now);
        var changed = pairs.Count(pair => ReplacementRules.Apply(updates, profile.Orders.LostOrStolen, pair.Old));
        await updates.WriteAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("update orders.card set replaced_settled_at = $2 where card_id = any($1)",
            [pairs.Select(pair => pair.NewCardId).ToArray(), now], cancellationToken).ConfigureAwait(false);
        return (pairs.Count, changed);
    }

    private static async Task<IReadOnlyList<ReplacedPair>> FindAsync(CustomerSession session, CustomerId customer,
        CancellationToken cancellationToken)
    {
        var pairs = new List<ReplacedPair>();
        await using var command = session.Command($"""
            select n.card_id, c.card_id, {CardFactsRow.ReportedAt}, {CardFactsRow.Columns}
            from orders.card n join orders.card c on c.card_no = n.replaces_card_no and c.customer_id = n.customer_id
            where n.customer_id = $1 and n.replaces_card_no is not null and n.replaced_settled_at is null and n.replace_reason = any($2)
                and n.status not in ('ON_HOLD', 'CANCELLED', 'REJECTED')
            order by n.card_id limit $3
            """, customer.Value, ReplacementRules.Reasons.ToArray(), AtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            pairs.Add(new ReplacedPair(reader.GetGuid(0),
                new RegisteredCard(reader.GetGuid(1), customer.Value, CardFactsRow.Read(reader, 3),
                reader.GetFieldValue<DateTimeOffset>(2))));
        }

        return pairs;
    }
}
