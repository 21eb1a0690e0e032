using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Cards of one customer with their facts, under the customer's event lock.</summary>
internal static class RegisteredCardRows
{
    private static readonly string ById = $"""
        select c.card_id, {CardFactsRow.ReportedAt}, {CardFactsRow.Columns} from orders.card c where c.card_id = any($1) order by c.card_id
        """;

    public static async Task<IReadOnlyList<RegisteredCard>> ReadAsync(CustomerSession session, CustomerId customer,
        IReadOnlyList<Guid> cardIds, CancellationToken cancellationToken)
    {
        var cards = new List<RegisteredCard>(cardIds.Count);
        await using var command = session.Command(ById, (object)cardIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            cards.Add(new RegisteredCard(reader.GetGuid(0), customer.Value, CardFactsRow.Read(reader, 2),
                reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return cards;
    }
}
