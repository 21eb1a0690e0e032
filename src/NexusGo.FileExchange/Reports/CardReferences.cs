using System.Security.Cryptography;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Reads the customer's own reference out of sealed cards. It is the only thing that is taken; the rest is zeroed at once.</summary>
internal sealed class CardReferences(CustomerVault vault) : IDisposable
{
    private readonly Dictionary<Guid, CardSealer> sealers = [];
    private readonly byte[] reference = new byte[256];
    private Guid card;
    private int length;

    public ReadOnlySpan<byte> Of(BackReportLine line)
    {
        if (line.Sealed is null || line.WrappedKey is null)
        {
            return [];
        }

        if (line.CardId != card)
        {
            card = line.CardId;
            Open(line);
        }

        return reference.AsSpan(0, length);
    }

    private void Open(BackReportLine line)
    {
        if (!sealers.TryGetValue(line.KeyId, out var sealer))
        {
            sealers.Add(line.KeyId, sealer = vault.CreateSealer(line.KeyId));
        }

        var content = sealer.Open(line.CardId, line.Sealed, line.WrappedKey);
        length = 0;
        CardContent.Read(content, (field, value) =>
        {
            if (field == CardField.CustomerRef && value.Length <= reference.Length)
            {
                value.CopyTo(reference);
                length = value.Length;
            }
        });
        CryptographicOperations.ZeroMemory(content);
    }

    public void Dispose()
    {
        foreach (var sealer in sealers.Values)
        {
            sealer.Dispose();
        }
    }
}
