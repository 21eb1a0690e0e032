using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Reads the customer's own reference out of sealed cards. It is the only thing that is taken; the rest is zeroed at once. A card that is
/// erased may have left it. Opens the sealed chips and shipments of lines.
/// </summary>
internal sealed class CardReferences(CustomerVault vault) : IDisposable
{
    private readonly CardReader reader = new(vault);
    private readonly CardDetailCipher details = new(vault);
    private readonly byte[] reference = new byte[256];
    private Guid card;
    private int length;

    public ReadOnlySpan<byte> Of(BackReportLine line)
    {
        if (line.Card.Content.IsEmpty)
        {
            return KeptOf(line);
        }

        if (line.Card.CardId != card)
        {
            card = line.Card.CardId;
            reader.Open(line.Card);
            var value = reader.Value(CardField.CustomerRef);
            length = value.TryCopyTo(reference) ? value.Length : 0;
            reader.Close();
        }

        return reference.AsSpan(0, length);
    }

    /// <summary>Puts the chip's and the shipment's own fields into the line. Of an erased card nothing is left to open.</summary>
    public void OpenDetails(BackReportLine line)
    {
        if (line.SealedChip is { } chip)
        {
            var values = details.Open(line.Card, CardDetail.Chip, chip);
            (line.Uid, line.HidFacility, line.HidNumber) = (values[0] is { } uid ? Convert.FromHexString(uid) : null, values[1], values[2]);
        }

        if (line.SealedShipment is { } shipment)
        {
            var values = details.Open(line.Card, CardDetail.Shipment, shipment);
            (line.ShipmentNo, line.TrackingNo) = (values[0], values[1]);
        }
    }

    private byte[] KeptOf(BackReportLine line)
    {
        if (line.KeptReference is not { } kept)
        {
            return [];
        }

        using var opener = vault.OpenReport(line.Card.CardId, kept.WrappedKey);
        return opener.Open(chunkNo: 0, kept.Sealed);
    }

    public void Dispose()
    {
        reader.Dispose();
        details.Dispose();
    }
}
