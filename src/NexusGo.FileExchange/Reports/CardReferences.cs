using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Reads the customer's own reference out of sealed cards. It is the only thing that is taken; the rest is zeroed at once.</summary>
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
            return [];
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

    public void Dispose() => reader.Dispose();
}
