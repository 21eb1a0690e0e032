using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Opens sealed cards one after the other and finds their fields. Clear text is in memory for one card at a time. For one thread.
/// </summary>
public sealed class CardReader(CustomerVault vault) : IDisposable
{
    private readonly CardOpener opener = new(vault);
    private readonly (int Start, int Length)[] fields = new (int, int)[CardContent.MaxFields];
    private byte[] content = [];
    private int length;

    /// <summary>The whole content of the open card; valid until the next call.</summary>
    public ReadOnlySpan<byte> Content => content.AsSpan(0, length);

    /// <summary>Opens a card in place of the one before.</summary>
    /// <param name="card">The card; of one that is erased all fields are empty.</param>
    /// <exception cref="SealBrokenException">See <see cref="CardOpener.Open"/>.</exception>
    public void Open(in SealedCard card)
    {
        Close();
        if (card.Content.IsEmpty)
        {
            return;
        }

        var needed = CardOpener.ContentLength(card.Content.Span);
        if (needed > content.Length)
        {
            content = GC.AllocateUninitializedArray<byte>(Math.Max(1024, needed * 2), pinned: true);
        }

        length = needed;
        opener.Open(card, content.AsSpan(0, length));
        CardContent.Find(Content, fields);
    }

    /// <summary>A field of the open card; empty: it has none. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Value(CardField field) => content.AsSpan(fields[(int)field].Start, fields[(int)field].Length);

    /// <summary>Zeroes what is open.</summary>
    public void Close()
    {
        CryptographicOperations.ZeroMemory(content.AsSpan(0, length));
        Array.Clear(fields);
        length = 0;
    }

    public void Dispose()
    {
        Close();
        opener.Dispose();
    }
}
