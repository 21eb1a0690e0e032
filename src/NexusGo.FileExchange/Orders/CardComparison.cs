using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>Whether two cards hold the same: both are opened and closed again. For one thread.</summary>
/// <param name="vault">The customer's keys.</param>
internal sealed class CardComparison(CustomerVault vault) : IDisposable
{
    private readonly CardReader one = new(vault);
    private readonly CardReader other = new(vault);

    public bool IsSame(in KnownCard first, in KnownCard second)
    {
        try
        {
            return Open(one, first).SequenceEqual(Open(other, second));
        }
        finally
        {
            one.Close();
            other.Close();
        }
    }

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }

    private static ReadOnlySpan<byte> Open(CardReader reader, in KnownCard card)
    {
        reader.Open(card.Card);
        return reader.Content;
    }
}
