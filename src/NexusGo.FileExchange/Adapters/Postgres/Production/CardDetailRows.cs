using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Chips and shipments that events brought, kept until they are written: then each is sealed under its card's key. A card without a card
/// key is erased, and its chips and shipments are dropped.
/// </summary>
internal sealed class CardDetailRows(KeyVault vaults, CardKeyStore keys)
{
    private readonly List<(string Customer, Guid CardId, Guid EventId, short ChipNo, ChipReport Chip)> chips = [];
    private readonly List<(string Customer, Guid CardId, Guid EventId, string? ShipmentNo, string? TrackingNo)> shipments = [];

    public void Add(in RecordedEvent recorded, short chipNo, ChipReport chip) =>
        chips.Add((recorded.Customer, recorded.CardId, recorded.EventId, chipNo, chip));

    public void AddShipment(in RecordedEvent recorded) =>
        shipments.Add((recorded.Customer, recorded.CardId, recorded.EventId, recorded.ShipmentNo, recorded.TrackingNo));

    /// <summary>Seals what was taken and hands it on; begins afresh.</summary>
    public async Task SealAsync(EventCopies copies, CancellationToken cancellationToken)
    {
        foreach (var customer in chips.Select(one => one.Customer).Concat(shipments.Select(one => one.Customer))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
        {
            var id = new CustomerId(customer);
            var (own, parcels) = (chips.Where(one => one.Customer == customer).ToList(),
                shipments.Where(one => one.Customer == customer).ToList());
            var wrapped = await keys.GetAsync(id, [.. own.Select(one => one.CardId).Concat(parcels.Select(one => one.CardId)).Distinct()],
                cancellationToken).ConfigureAwait(false);
            using var cipher = new CardDetailCipher(await vaults.OpenAsync(id, cancellationToken).ConfigureAwait(false));
            foreach (var (_, card, eventId, chipNo, chip) in own.Where(one => wrapped.ContainsKey(one.CardId)))
            {
                copies.Chip(customer, card, eventId, chipNo, chip,
                    cipher.Seal(new SealedCard(card, default, wrapped[card]), CardDetail.Chip,
                    chip.Uid is { } uid ? Convert.ToHexStringLower(uid) : null, chip.HidFacility, chip.HidNumber));
            }

            foreach (var (_, card, eventId, shipmentNo, trackingNo) in parcels.Where(one => wrapped.ContainsKey(one.CardId)))
            {
                copies.Shipment(customer, card, eventId,
                    cipher.Seal(new SealedCard(card, default, wrapped[card]), CardDetail.Shipment, shipmentNo, trackingNo));
            }
        }

        chips.Clear();
        shipments.Clear();
    }
}
