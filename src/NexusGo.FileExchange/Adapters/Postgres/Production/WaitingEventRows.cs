using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Held events without a last word, with their cards.</summary>
internal static class WaitingEventRows
{
    private static readonly string Waiting = $"""
        select e.card_id, e.event_id, e.kind, e.event_time, e.reason_code, e.invoice_no,
            {CardFactsRow.Columns},
            {CardFactsRow.ReportedAt}
        from unnest($1::uuid[]) as w (card_id)
        join lateral (select * from orders.card c where c.card_id = w.card_id offset 0) c on true
        join lateral (select * from orders.card_event e where e.card_id = w.card_id and e.effect = 'HELD' offset 0) e on true
        where not exists (select from orders.card_event s where s.settles = e.event_id)
        order by e.card_id, e.event_time, e.position
        """;

    public static async Task<IReadOnlyList<WaitingEvent>> ReadAsync(CustomerSession session, string customer, IReadOnlyList<Guid> cards,
        CancellationToken cancellationToken)
    {
        var waiting = new List<WaitingEvent>();
        await using var command = session.Command(Waiting, (object)cards.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            waiting.Add(new WaitingEvent
            {
                Card = new RegisteredCard(reader.GetGuid(0), customer, CardFactsRow.Read(reader, 6),
                    reader.GetFieldValue<DateTimeOffset>(14)),
                Event = new HeldEvent(reader.GetGuid(1), CardWords.KindOf(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3)),
                ReasonCode = StagedRow.TextOf(reader, 4),
                InvoiceNo = StagedRow.TextOf(reader, 5),
            });
        }

        return waiting;
    }
}
