using System.Buffers.Binary;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Marks of card numbers: a hash under a key of the production partner's area. A card that was erased before its invoice is found by it and
/// by nothing else.
/// </summary>
internal sealed class CardNumberMarks(KeyVault vaults)
{
    /// <summary>Calendar months for which an invoice of an erased card is waited for.</summary>
    public const int Months = 24;

    public async ValueTask<Func<long, byte[]>> OpenAsync(CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        return number => Of(vault, number);
    }

    /// <param name="vault">The partner's area's.</param>
    /// <param name="number">The card's.</param>
    public static byte[] Of(CustomerVault vault, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return vault.Index(IndexKind.CardNumber, bytes);
    }
}
