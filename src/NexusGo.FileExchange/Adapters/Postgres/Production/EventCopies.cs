using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Events, chips and shipments in the format of COPY.</summary>
internal sealed class EventCopies(DateTimeOffset now)
{
    private const string CopyEvents = """
        copy orders.card_event (customer_id, event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state,
            reason_code,
            invoice_no, settles)
        from stdin (format binary)
        """;

    private const string CopyChips = """
        copy orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, hid_format, fields, sealed) from stdin (format binary)
        """;

    private const string CopyShipments = "copy orders.card_shipment (event_id, customer_id, card_id, sealed) from stdin (format binary)";

    private static readonly string[] Effects = [.. Enum.GetNames<EventEffect>().Select(name => name.ToUpperInvariant())];

    private readonly CopyRows events = new(CopyEvents);
    private readonly CopyRows chips = new(CopyChips);
    private readonly CopyRows shipments = new(CopyShipments);

    public void Event(in RecordedEvent recorded)
    {
        var row = events.Row(14);
        row.Text(recorded.Customer);
        row.Uuid(recorded.EventId);
        row.Uuid(recorded.CardId);
        row.Text(recorded.SourceId);
        row.Instant(recorded.Time);
        row.Instant(now);
        row.Text(recorded.Kind.ToWireName());
        row.Text(Effects[(int)recorded.Step.Effect]);
        row.Text(recorded.Step.Code);
        row.Text(recorded.Step.Facts.Status.ToWireName());
        row.Text(recorded.Step.Facts.State.ToWireName());
        row.Text(recorded.ReasonCode);
        row.Text(recorded.InvoiceNo);
        if (recorded.Settles is { } held)
        {
            row.Uuid(held);
        }
        else
        {
            row.Null();
        }
    }

    public void Chip(string customer, Guid cardId, Guid eventId, short chipNo, ChipReport chip, byte[] sealedIds)
    {
        var row = chips.Row(8);
        row.Uuid(eventId);
        row.SmallInt(chipNo);
        row.Text(customer);
        row.Uuid(cardId);
        row.Text(chip.Type);
        row.Text(chip.HidFormat);
        row.SmallInt((short)chip.Fields);
        row.Bytes(sealedIds);
    }

    public void Shipment(string customer, Guid cardId, Guid eventId, byte[] sealedNumbers)
    {
        var row = shipments.Row(4);
        row.Uuid(eventId);
        row.Text(customer);
        row.Uuid(cardId);
        row.Bytes(sealedNumbers);
    }

    /// <summary>
    /// Sends what was taken in and begins afresh. Every row names its customer; see <see cref="CustomerSession.CopyAsIntakeAsync"/>.
    /// </summary>
    public async Task SendAsync(CustomerSession session, CancellationToken cancellationToken)
    {
        foreach (var rows in (CopyRows[])[events, chips, shipments])
        {
            if (rows.TakeContent() is { IsEmpty: false } content)
            {
                await session.CopyAsIntakeAsync(rows.Statement, (stream, token) => stream.WriteAsync(content, token).AsTask(),
                    cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Rows for one COPY.</summary>
    private sealed class CopyRows(string statement)
    {
        private readonly BinaryCopyBuffer buffer = new();
        private bool begun;

        public string Statement => statement;

        public BinaryCopyBuffer Row(short columns)
        {
            if (!begun)
            {
                buffer.Begin();
                begun = true;
            }

            buffer.Row(columns);
            return buffer;
        }

        /// <summary>All rows since the last time; valid until the next row.</summary>
        public ReadOnlyMemory<byte> TakeContent()
        {
            if (!begun)
            {
                return default;
            }

            buffer.End();
            begun = false;
            return buffer.Written;
        }
    }
}
