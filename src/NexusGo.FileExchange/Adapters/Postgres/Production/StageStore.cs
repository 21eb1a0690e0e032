using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// How long cards have been in their stages. Cards are read order by order, because an index of the status would have to be written at
/// every step of every card.
/// </summary>
internal sealed class StageStore(ExchangeDatabase database) : IStageStore
{
    public Task<IReadOnlyList<OverdueStage>> FindAsync(CustomerId customer, IReadOnlyDictionary<CardStatus, DateTimeOffset> before,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<OverdueStage>>(customer, async session =>
        {
            await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
            var overdue = new List<OverdueStage>();
            await using var command = session.Command("""
                select c.status, count(*), min(c.status_at)
                from orders.card_order o
                join lateral (
                    select c.status, c.status_at from orders.card c
                    where c.card_id between o.first_card_id and o.last_card_id and c.erased_at is null and c.status = any($2) offset 0) c
                        on true
                where o.customer_id = $1 and o.erased_at is null and c.status_at <= ($3::timestamptz[])[array_position($2, c.status)]
                group by c.status order by min(c.status_at)
                """, customer.Value, before.Keys.Select(status => status.ToWireName()).ToArray(), before.Values.ToArray()).Unhurried();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                overdue.Add(new OverdueStage(customer.Value, CardWords.StatusOf(reader.GetString(0)), reader.GetInt64(1),
                    reader.GetFieldValue<DateTimeOffset>(2)));
            }

            return overdue;
        }, cancellationToken);

    public Task NoteAsync(CustomerId customer, IReadOnlyList<OverdueStage> overdue, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await session.ExecuteAsync("delete from orders.overdue_stage where customer_id = $1", [customer.Value], cancellationToken)
                .ConfigureAwait(false);
            await session.ExecuteAsync("""
                insert into orders.overdue_stage (customer_id, status, cards, oldest_at, noted_at)
                select $1, n.status, n.cards, n.oldest_at, $5 from unnest($2::text[], $3::bigint[], $4::timestamptz[]) as n (status, cards,
                    oldest_at)
                """, [customer.Value, overdue.Select(one => one.Status.ToWireName()).ToArray(), overdue.Select(one => one.Cards).ToArray(),
                    overdue.Select(one => one.Oldest).ToArray(), now], cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
}
