using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Events, chips and shipments in the format of COPY.</summary>
internal sealed class EventCopies(DateTimeOffset now)
{
    private const string CopyEvents = """
        copy orders.card_event (customer_id, event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state, reason_code,
            invoice_no, settles)
        from stdin (format binary)
        """;

    private const string CopyChips = """
        copy orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, uid, hid_format, hid_facility, hid_number) from stdin (format binary)
        """;

    private const string CopyShipments = "copy orders.card_shipment (event_id, customer_id, card_id, shipment_no, tracking_no) from stdin (format binary)";

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

        if (recorded.ShipmentNo is not null || recorded.TrackingNo is not null)
        {
            var shipment = shipments.Row(5);
            shipment.Uuid(recorded.EventId);
            shipment.Text(recorded.Customer);
            shipment.Uuid(recorded.CardId);
            shipment.Text(recorded.ShipmentNo);
            shipment.Text(recorded.TrackingNo);
        }
    }

    public void Chip(in RecordedEvent recorded, short chipNo, ChipReport chip)
    {
        var row = chips.Row(9);
        row.Uuid(recorded.EventId);
        row.SmallInt(chipNo);
        row.Text(recorded.Customer);
        row.Uuid(recorded.CardId);
        row.Text(chip.Type);
        if (chip.Uid is { } uid)
        {
            row.Bytes(uid);
        }
        else
        {
            row.Null();
        }

        row.Text(chip.HidFormat);
        row.Text(chip.HidFacility);
        row.Text(chip.HidNumber);
    }

    /// <summary>Sends what was taken in and begins afresh. Every row names its customer; see <see cref="CustomerSession.CopyAsIntakeAsync"/>.</summary>
    public async Task SendAsync(CustomerSession session, CancellationToken cancellationToken)
    {
        foreach (var rows in (CopyRows[])[events, chips, shipments])
        {
            if (rows.TakeContent() is { IsEmpty: false } content)
            {
                await session.CopyAsIntakeAsync(rows.Statement, (stream, token) => stream.WriteAsync(content, token).AsTask(), cancellationToken)
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
