using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Questions about cards that need no look inside one, and erasures by operators.</summary>
internal sealed class Register(ExchangeDatabase database, CardKeyStore keys, CardErasure erasure, TimeProvider clock) : IRegister
{
    private const string Touched = """
        select card_id from orders.card where customer_id = $1 and ordered_at >= $2 and ordered_at < $3
        union select card_id from orders.card_event where customer_id = $1 and recorded_at >= $2 and recorded_at < $3
        """;

    public Task<IncidentReport> IncidentAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var files = new List<IncidentFile>();
            await using (var command = session.Command("""
                select file_id, name, kind, claimed_at, file_status, rows_total from exchange.inbound_file
                where customer_id = $1 and claimed_at < $3 and coalesce(closed_at, claimed_at) >= $2 order by claimed_at
                """, customer.Value, from, to))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    files.Add(new IncidentFile(reader.GetGuid(0), reader.GetString(1), reader.GetString(2),
                        reader.GetFieldValue<DateTimeOffset>(3), StagedRow.TextOf(reader, 4),
                        reader.IsDBNull(5) ? null : reader.GetInt32(5)));
                }
            }

            var reports = new List<string>();
            await using (var command = session.Command(
                "select name from exchange.pending_report where customer_id = $1 and delivered_at >= $2 and delivered_at < $3 order by "
                    + "delivered_at, name", customer.Value, from, to))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    reports.Add(reader.GetString(0));
                }
            }

            await using var counting = session.Command($"""
                select count(*), count(distinct person_index), count(*) filter (where person_index is null and erased_at is null),
                    count(erased_at),
                    coalesce((array_agg(card_no order by card_no) filter (where card_no is not null))[1:{IncidentReport.MostNumbers}],
                        array[]::bigint[])
                from orders.card where card_id in ({Touched})
                """, customer.Value, from, to);
            await using var counts = await counting.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await counts.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new IncidentReport
            {
                Customer = customer.Value,
                Files = files,
                Reports = reports,
                Cards = counts.GetInt64(0),
                Persons = counts.GetInt64(1),
                CardsWithoutPerson = counts.GetInt64(2),
                Erased = counts.GetInt64(3),
                CardNumbers = counts.GetFieldValue<long[]>(4),
            };
        }, cancellationToken);

    public Task<IReadOnlyList<ErasableCard>> CardsAsync(CustomerId customer, long? cardNo, long? orderNo,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<ErasableCard>>(customer, async session =>
        {
            var cards = new List<ErasableCard>();
            var values = new object[] { customer.Value }.Concat(new[] { cardNo, orderNo }.OfType<object>()).ToArray();
            await using var command = session.Command($"""
                select c.card_id, c.produced_at is not null, c.invoiced_at is not null
                from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
                where o.customer_id = $1 and (c.erased_at is null or (c.kept_until is not null and c.card_no is not null))
                    {(cardNo is null ? "" : $"and c.card_no = $2")} {(orderNo is null ? "" : $"and o.order_no = ${values.Length}")}
                """, values);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                cards.Add(new ErasableCard(reader.GetGuid(0), reader.GetBoolean(1), reader.GetBoolean(2)));
            }

            return cards;
        }, cancellationToken);

    public Task<int> EraseAsync(CustomerId customer, ErasureOrder order, IReadOnlyList<Guid> cards, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
            (await erasure.EraseAsync(session, customer, order, cards, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false))?.Cards
                ?? 0, cancellationToken);

    public Task RemoveSetAsideAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => session.ExecuteAsync(CardErasure.RemoveSetAside, [], cancellationToken),
            cancellationToken);

    public Task<long> CountUndeliveredAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var command = session.Command(
                "select count(*) from exchange.pending_report where customer_id = $1 and delivered_at is null", customer.Value);
            return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken);

    public Task ReadSealedAsync(CustomerId customer, Action<SealedCard> onCard, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var command = session.Command("""
                select c.card_id, c.sealed from orders.card c where c.customer_id = $1 and c.sealed is not null order by c.card_id
                """, customer.Value);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await keys.ReadAsync(customer, reader, idColumn: 0, _ => 0, (_, card) => onCard(card), cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
}
