using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Streams staged events with what the register knows of their cards, through a cursor, so that neither file nor cards are in memory.
/// Between two portions the connection is free: then what was handed back is written.
/// </summary>
internal sealed class StagedEventCursor(CustomerSession session)
{
    private const int PortionRows = 20_000;

    private const string CardColumns = """
        c.card_id, c.customer_id, c.status, c.status_at, c.card_state, c.card_state_at, c.invoiced_at, c.erased_at, c.last_event_at,
        c.held_at, c.expected_fields,
        c.cancel_asked_at
        """;

    // A card that was erased before it was invoiced is found by the mark of its number.
    private static readonly string DeclareEvents = $"""
        declare staged no scroll cursor for
        select e.row_no, e.source_id, e.event_time, e.kind, e.reported, e.ambiguous, e.reason_code, e.chip_type, e.uid, e.hid_format,
            e.hid_facility, e.hid_number,
            e.shipment_no, e.tracking_no, e.invoice_no,
            k.source_id is not null, c.card_id, c.customer_id, {CardFactsRow.Columns}, {CardFactsRow.ReportedAt}, e.card_no
        from staged_event e
        left join lateral (
            select {CardColumns} from orders.card c where c.card_no = e.card_no
            union all
            select {CardColumns} from orders.uninvoiced_card u join orders.card c using (card_id) where u.number_mark = e.number_mark
            limit 1) c on true
        left join lateral (select k.source_id from orders.card_event k where k.source_id = e.source_id offset 0) k on true
        where e.problem is null
        order by e.card_no, e.event_time, e.row_no
        """;

    /// <param name="betweenPortions">Called while no reader is open, at least once after the last event.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public async IAsyncEnumerable<StagedEvent> ReadAsync(Func<Task> betweenPortions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(PlannerHints.WholeCursorByIndex, [], cancellationToken).ConfigureAwait(false);
        await session.AsProductionAsync(() => session.ExecuteAsync(DeclareEvents, [], cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        for (var rows = PortionRows; rows == PortionRows;)
        {
            rows = 0;
            await using (var command = session.Command($"fetch {PortionRows} from staged").Unhurried())
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows++;
                    yield return StagedRow.Read(reader);
                }
            }

            await betweenPortions().ConfigureAwait(false);
        }

        await session.ExecuteAsync("close staged", [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
    }
}
