using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Takes events and changed cards in, inside a transaction, and writes them set-wise. A customer's event lock is taken before anything of
/// it is written and is kept until the transaction ends.
/// </summary>
internal interface ICardEventWriter
{
    /// <summary>Takes one event.</summary>
    void Record(in RecordedEvent recorded);

    /// <summary>Takes a chip of an event that was recorded before.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="chipNo">Its number within the event, from 1.</param>
    /// <param name="chip">The chip.</param>
    void RecordChip(in RecordedEvent recorded, short chipNo, ChipReport chip);

    /// <summary>Copies the chips of a held event to the event that says its last word.</summary>
    void CopyChips(Guid heldEvent, Guid lastWord);

    /// <summary>
    /// Copies the shipment of a held event, if it has one, to the event that says its last word, which was recorded before.
    /// </summary>
    void CopyShipment(Guid heldEvent, Guid lastWord);

    /// <summary>Takes a changed card. Two updates of one card need a <see cref="WriteAsync"/> between them.</summary>
    void Update(CardUpdate update);

    /// <summary>
    /// Writes what was taken since the last time. Events are visible to others when the transaction commits, in this order.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">
    /// DatabaseConflict, transient: a card is not any more what it was when it was read; the transaction cannot be committed.
    /// </exception>
    Task WriteAsync(CancellationToken cancellationToken);

    /// <summary>Events that wait for a last word on these cards of one customer, by card, time and order of arrival.</summary>
    Task<IReadOnlyList<WaitingEvent>> ReadWaitingAsync(CustomerId of, IReadOnlyList<Guid> cards, CancellationToken cancellationToken);
}

/// <summary>A held event that nobody has said the last word on.</summary>
internal sealed record WaitingEvent
{
    public required RegisteredCard Card { get; init; }
    public required HeldEvent Event { get; init; }
    public string? ReasonCode { get; init; }
    public string? InvoiceNo { get; init; }

    public override string ToString() => $"event {Event.EventId}";
}
