using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>When customers' order files came, and what operators forgive.</summary>
internal sealed class ArrivalStore(ExchangeDatabase database)
{
    public Task<IReadOnlyDictionary<string, ArrivalFacts>> OfAsync(IReadOnlyList<string> customers, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InNobodysTransactionAsync<IReadOnlyDictionary<string, ArrivalFacts>>(async session =>
        {
            var facts = new Dictionary<string, ArrivalFacts>(StringComparer.Ordinal);
            await using var command = session.Command(
                "select customer, last_order_at, missing, forgiven_until from exchange.arrivals($1, $2)", customers.ToArray(), now);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                DateTimeOffset? Instant(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
                facts.Add(reader.GetString(0), new ArrivalFacts(Instant(1), reader.IsDBNull(2) ? null : reader.GetInt64(2), Instant(3)));
            }

            return facts;
        }, cancellationToken);

    /// <summary>Nothing is expected of the customer until then. It stands in its audit log with the reason.</summary>
    public Task ForgiveAsync(CustomerId customer, DateTimeOffset until, string reason, string operatorName, DateTimeOffset now,
        CancellationToken cancellationToken) => database.InTransactionAsync(customer, async session =>
    {
        await session.ExecuteAsync("""
            insert into exchange.forgiven_arrival (customer_id, until, reason, forgiven_by, forgiven_at) values ($1, $2, $3, $4, $5)
            on conflict (customer_id) do update set until = excluded.until, reason = excluded.reason, forgiven_by = excluded.forgiven_by,
                forgiven_at = excluded.forgiven_at
            """, [customer.Value, until, reason, operatorName, now], cancellationToken).ConfigureAwait(false);
        await AuditChain.AppendAsync(session, customer.Value, "ARRIVAL_FORGIVEN", operatorName, reason, cancellationToken)
            .ConfigureAwait(false);
    }, cancellationToken);
}
