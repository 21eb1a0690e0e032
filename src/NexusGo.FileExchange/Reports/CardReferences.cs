using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Reads the customer's own reference out of sealed cards. It is the only thing that is taken; the rest is zeroed at once. A card that is erased may have left it.</summary>
internal sealed class CardReferences(CustomerVault vault) : IDisposable
{
    private readonly CardReader reader = new(vault);
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

    private byte[] KeptOf(BackReportLine line)
    {
        if (line.KeptReference is not { } kept)
        {
            return [];
        }

        using var opener = vault.OpenReport(line.Card.CardId, kept.WrappedKey);
        return opener.Open(chunkNo: 0, kept.Sealed);
    }

    public void Dispose() => reader.Dispose();
}
