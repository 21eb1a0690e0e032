using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Writes events by COPY and cards by one UPDATE.</summary>
/// <param name="session">The transaction.</param>
/// <param name="customer">Whose session it is.</param>
/// <param name="now">When the events are recorded.</param>
/// <param name="details">Takes chips and shipments; null where no event brings any.</param>
internal sealed class CardEventWriter(CustomerSession session, CustomerId customer, DateTimeOffset now, CardDetailRows? details = null)
    : ICardEventWriter
{
    // A released PRODUCED brings the chips that were reported with it.
    private const string CopyHeldChips = """
        insert into orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, hid_format, fields, sealed)
        select n.event_id, h.chip_no, h.customer_id, h.card_id, h.chip_type, h.hid_format, h.fields, h.sealed
        from unnest($1::uuid[], $2::uuid[]) as n (held_id, event_id)
        join lateral (select * from orders.card_chip h where h.event_id = n.held_id offset 0) h on true
        """;

    private const string CopyHeldShipments = """
        insert into orders.card_shipment (event_id, customer_id, card_id, sealed)
        select n.event_id, s.customer_id, s.card_id, s.sealed
        from unnest($1::uuid[], $2::uuid[]) as n (held_id, event_id)
        join lateral (select * from orders.card_shipment s where s.event_id = n.held_id offset 0) s on true
        """;

    private readonly EventCopies copies = new(now);
    private readonly CardUpdateWriter updates = new(session);
    private readonly SortedSet<string> toLock = new(StringComparer.Ordinal);
    private readonly HashSet<string> locked = new(StringComparer.Ordinal);
    private readonly List<(Guid Held, Guid LastWord)> heldChips = [];
    private readonly List<(Guid Held, Guid LastWord)> heldShipments = [];
    private readonly CustomerId sessionsOwn = customer;
    private CustomerId chipsOf = customer;
    private CustomerId present = customer;

    public void Record(in RecordedEvent recorded)
    {
        copies.Event(recorded);
        if (recorded.ShipmentNo is not null || recorded.TrackingNo is not null)
        {
            Details.AddShipment(recorded);
        }

        if (!locked.Contains(recorded.Customer))
        {
            toLock.Add(recorded.Customer);
        }
    }

    public void RecordChip(in RecordedEvent recorded, short chipNo, ChipReport chip) => Details.Add(recorded, chipNo, chip);

    public void CopyChips(Guid heldEvent, Guid lastWord)
    {
        heldChips.Add((heldEvent, lastWord));
        chipsOf = present;
    }

    public void CopyShipment(Guid heldEvent, Guid lastWord)
    {
        heldShipments.Add((heldEvent, lastWord));
        chipsOf = present;
    }

    public void Update(CardUpdate update) => updates.Add(update);

    /// <summary>Sends what was taken so far; cards are changed later, by <see cref="WriteAsync"/>.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        // One writer at a time for each customer, and always in the same order.
        foreach (var one in toLock)
        {
            await EventLock.TakeAsync(session, one, cancellationToken).ConfigureAwait(false);
            locked.Add(one);
        }

        toLock.Clear();
        if (details is not null)
        {
            await details.SealAsync(copies, cancellationToken).ConfigureAwait(false);
        }

        CrashPoint.Pass("events.copying");
        await copies.SendAsync(session, cancellationToken).ConfigureAwait(false);
        await updates.FlushAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("events.copied");
    }

    public Task WriteAsync(CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await CopyHeldAsync(CopyHeldChips, heldChips, cancellationToken).ConfigureAwait(false);
        await CopyHeldAsync(CopyHeldShipments, heldShipments, cancellationToken).ConfigureAwait(false);

        await updates.ApplyAsync(cancellationToken).ConfigureAwait(false);
        await SwitchAsync(sessionsOwn, cancellationToken).ConfigureAwait(false);
        return true;
    });

    public Task<IReadOnlyList<WaitingEvent>> ReadWaitingAsync(CustomerId of, IReadOnlyList<Guid> cards,
        CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            // Under the customer's own policies, whoever's session this is.
            await SwitchAsync(of, cancellationToken).ConfigureAwait(false);
            return await WaitingEventRows.ReadAsync(session, of.Value, cards, cancellationToken).ConfigureAwait(false);
        });

    private CardDetailRows Details => details
        ?? throw new InvalidOperationException("Only events of the production partner bring chips and shipments.");

    private async Task CopyHeldAsync(string sql, List<(Guid Held, Guid LastWord)> held, CancellationToken cancellationToken)
    {
        if (held.Count > 0)
        {
            await SwitchAsync(chipsOf, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(sql, [held.Select(one => one.Held).ToArray(), held.Select(one => one.LastWord).ToArray()],
                cancellationToken).ConfigureAwait(false);
            held.Clear();
        }
    }

    private async Task SwitchAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        if (present != customer)
        {
            await session.SwitchAsync(customer, cancellationToken).ConfigureAwait(false);
            present = customer;
        }
    }
}
