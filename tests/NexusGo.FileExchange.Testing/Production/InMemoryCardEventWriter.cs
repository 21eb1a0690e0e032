using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>Writes to a transaction's copy of an <see cref="InMemoryCardRegister"/>.</summary>
/// <param name="register">The copy.</param>
/// <param name="shared">What others see; only compared with.</param>
internal sealed class InMemoryCardEventWriter(InMemoryCardRegister register, InMemoryCardRegister shared) : ICardEventWriter
{
    private readonly List<RecordedEvent> events = [];
    private readonly List<(Guid EventId, short ChipNo, ChipReport Chip)> chips = [];
    private readonly List<CardUpdate> updates = [];

    public void Record(in RecordedEvent recorded) => events.Add(recorded);

    public void RecordChip(in RecordedEvent recorded, short chipNo, ChipReport chip) => chips.Add((recorded.EventId, chipNo, chip));

    public void CopyChips(Guid heldEvent, Guid lastWord) =>
        chips.AddRange(register.Chips.Where(one => one.EventId == heldEvent).Select(one => (lastWord, one.ChipNo, one.Chip)));

    public void CopyShipment(Guid heldEvent, Guid lastWord)
    {
        var held = register.Events.First(one => one.EventId == heldEvent);
        var place = events.FindIndex(one => one.EventId == lastWord);
        events[place] = events[place] with { ShipmentNo = held.ShipmentNo, TrackingNo = held.TrackingNo };
    }

    public void Update(CardUpdate update) => updates.Add(update);

    public Task WriteAsync(CancellationToken cancellationToken)
    {
        register.Events.AddRange(events);
        register.Chips.AddRange(chips);
        foreach (var update in updates)
        {
            Apply(update);
        }

        events.Clear();
        chips.Clear();
        updates.Clear();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WaitingEvent>> ReadWaitingAsync(CustomerId of, IReadOnlyList<Guid> cards, CancellationToken cancellationToken)
    {
        var settled = register.Events.Select(one => one.Settles).OfType<Guid>().ToHashSet();
        return Task.FromResult<IReadOnlyList<WaitingEvent>>([.. register.Events
            .Where(one => one.Customer == of.Value && cards.Contains(one.CardId) && one.Step.Effect == EventEffect.Held
            && !settled.Contains(one.EventId))
            .OrderBy(one => one.CardId).ThenBy(one => one.Time)
            .Select(one => new WaitingEvent
            {
                Card = register.Cards[one.CardId].Card,
                Event = new HeldEvent(one.EventId, one.Kind, one.Time),
                ReasonCode = one.ReasonCode,
                InvoiceNo = one.InvoiceNo,
            })]);
    }

    private void Apply(CardUpdate update)
    {
        var entry = register.Cards[update.CardId];
        var others = shared.Cards[update.CardId].Card.Facts;
        if (Compared(entry.Card.Facts) != Compared(update.Before)
            || (Compared(others) != Compared(entry.Card.Facts) && Compared(others) != Compared(update.Before)))
        {
            throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true,
                "Cards were changed by somebody else meanwhile.");
        }

        var reportedAt = new[] { entry.Card.ReportedAt, update.StatusAt, update.StateAt }.Max()!.Value;
        register.Cards[update.CardId] = entry with
        {
            Card = entry.Card with { Facts = update.After, ReportedAt = reportedAt },
            ProducedAt = update.ProducedAt ?? entry.ProducedAt,
            ShippedAt = update.ShippedAt ?? entry.ShippedAt,
            DeliveredAt = update.DeliveredAt ?? entry.DeliveredAt,
            InvoicedAt = update.InvoicedAt ?? entry.InvoicedAt,
        };
    }

    private static (CardStatus, CardState, bool) Compared(in CardFacts facts) => (facts.Status, facts.State, facts.IsInvoiced);
}
