using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What one portion of an event file leaves behind, in the format of COPY.</summary>
internal sealed class EventCopies(DateTimeOffset now)
{
    public const string CopyEvents = """
        copy orders.card_event (customer_id, event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state, reason_code,
            shipment_no, tracking_no, invoice_no)
        from stdin (format binary)
        """;

    public const string CopyChips = """
        copy orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, uid, hid_format, hid_facility, hid_number) from stdin (format binary)
        """;

    private static readonly string[] Effects = [.. Enum.GetNames<EventEffect>().Select(name => name.ToUpperInvariant())];

    private readonly BinaryCopyBuffer events = new();
    private readonly BinaryCopyBuffer chips = new();
    private readonly BinaryCopyBuffer answers = new();
    private readonly BinaryCopyBuffer changes = new();

    public ReadOnlyMemory<byte> Events => events.Written;
    public ReadOnlyMemory<byte> Chips => chips.Written;
    public ReadOnlyMemory<byte> Answers => answers.Written;
    public ReadOnlyMemory<byte> Changes => changes.Written;

    public void Begin()
    {
        events.Begin();
        chips.Begin();
        answers.Begin();
        changes.Begin();
    }

    public void End()
    {
        events.End();
        chips.End();
        answers.End();
        changes.End();
    }

    public void Answer(int rowNumber, in EventResult result)
    {
        answers.Row(3);
        answers.Integer(rowNumber);
        answers.SmallInt((short)result.Outcome);
        answers.Text(result.Code);
    }

    public void Event(NpgsqlDataReader reader, string customer, Guid cardId, in KnownEvent known, Guid eventId, in LifeCycleStep step, DateTimeOffset toldTime)
    {
        events.Row(15);
        events.Text(customer);
        events.Uuid(eventId);
        events.Uuid(cardId);
        events.Text(known.SourceId);
        events.Instant(toldTime);
        events.Instant(now);
        events.Text(known.Event.Kind.Word());
        events.Text(Effects[(int)step.Effect]);
        events.Text(step.Code);
        events.Text(step.Facts.Status.Word());
        events.Text(step.Facts.State.Word());
        events.Text(StagedRow.TextOf(reader, 5));
        events.Text(StagedRow.TextOf(reader, 11));
        events.Text(StagedRow.TextOf(reader, 12));
        events.Text(StagedRow.TextOf(reader, 13));
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

    public void Change(CardChange change)
    {
        changes.Row(14);
        changes.Uuid(change.CardId);
        changes.Text(change.Before.Status.Word());
        changes.Text(change.Before.State.Word());
        changes.Boolean(change.Before.IsInvoiced);
        changes.Text(change.After.Status.Word());
        changes.InstantOrNull(change.StatusAt);
        changes.Text(change.After.State.Word());
        changes.InstantOrNull(change.StateAt);
        changes.InstantOrNull(change.ProducedAt);
        changes.InstantOrNull(change.ShippedAt);
        changes.InstantOrNull(change.DeliveredAt);
        changes.InstantOrNull(change.InvoicedAt);
        changes.InstantOrNull(change.After.LastEventAt);
        changes.InstantOrNull(change.HeldAt);
    }
}
