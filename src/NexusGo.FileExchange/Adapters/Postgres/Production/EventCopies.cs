using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What one portion of an event file leaves behind, in the format of COPY.</summary>
internal sealed class EventCopies(DateTimeOffset now)
{
    public const string CopyEvents = """
        copy orders.card_event (customer_id, event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state, reason_code,
            invoice_no, settles)
        from stdin (format binary)
        """;

    public const string CopyChips = """
        copy orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, uid, hid_format, hid_facility, hid_number) from stdin (format binary)
        """;

    public const string CopyShipments = "copy orders.card_shipment (event_id, customer_id, card_id, shipment_no, tracking_no) from stdin (format binary)";

    private static readonly string[] Effects = [.. Enum.GetNames<EventEffect>().Select(name => name.ToUpperInvariant())];

    private readonly BinaryCopyBuffer events = new();
    private readonly BinaryCopyBuffer chips = new();
    private readonly BinaryCopyBuffer shipments = new();
    private readonly BinaryCopyBuffer answers = new();

    public ReadOnlyMemory<byte> Events => events.Written;
    public ReadOnlyMemory<byte> Chips => chips.Written;
    public ReadOnlyMemory<byte> Shipments => shipments.Written;
    public ReadOnlyMemory<byte> Answers => answers.Written;

    public void Begin()
    {
        events.Begin();
        chips.Begin();
        shipments.Begin();
        answers.Begin();
    }

    public void End()
    {
        events.End();
        chips.End();
        shipments.End();
        answers.End();
    }

    public void Answer(int rowNumber, in EventResult result)
    {
        answers.Row(3);
        answers.Integer(rowNumber);
        answers.SmallInt((short)result.Outcome);
        answers.Text(result.Code);
    }

    /// <param name="told">What happened, and with which time it is told.</param>
    /// <param name="eventId">Its id with us.</param>
    /// <param name="step">What it did.</param>
    public void Event(in ToldEvent told, Guid eventId, in LifeCycleStep step)
    {
        events.Row(14);
        events.Text(told.Customer);
        events.Uuid(eventId);
        events.Uuid(told.CardId);
        events.Text(told.SourceId);
        events.Instant(told.Time);
        events.Instant(now);
        events.Text(told.Kind.ToWireName());
        events.Text(Effects[(int)step.Effect]);
        events.Text(step.Code);
        events.Text(step.Facts.Status.ToWireName());
        events.Text(step.Facts.State.ToWireName());
        events.Text(told.ReasonCode);
        events.Text(told.InvoiceNo);
        if (told.Settles is { } held)
        {
            events.Uuid(held);
        }
        else
        {
            events.Null();
        }

        if (told.ShipmentNo is not null || told.TrackingNo is not null)
        {
            shipments.Row(5);
            shipments.Uuid(eventId);
            shipments.Text(told.Customer);
            shipments.Uuid(told.CardId);
            shipments.Text(told.ShipmentNo);
            shipments.Text(told.TrackingNo);
        }
    }

    public void Chip(NpgsqlDataReader reader, string customer, Guid cardId, in EventResult result)
    {
        chips.Row(9);
        chips.Uuid(result.EventId);
        chips.SmallInt(result.ChipNo);
        chips.Text(customer);
        chips.Uuid(cardId);
        chips.Text(StagedRow.TextOf(reader, 6));
        if (reader.IsDBNull(7))
        {
            chips.Null();
        }
        else
        {
            chips.Bytes(reader.GetFieldValue<byte[]>(7));
        }

        chips.Text(StagedRow.TextOf(reader, 8));
        chips.Text(StagedRow.TextOf(reader, 9));
        chips.Text(StagedRow.TextOf(reader, 10));
    }
}

/// <summary>An event as it stands in orders.card_event, beside what it did. Settles: the held event that this one says the last word on.</summary>
internal readonly record struct ToldEvent(string Customer, Guid CardId, CardEventKind Kind, DateTimeOffset Time, string? SourceId, string? ReasonCode, string? ShipmentNo,
    string? TrackingNo, string? InvoiceNo, Guid? Settles);
