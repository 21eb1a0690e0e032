using System.Security.Cryptography;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>How a card is found by its holder: only through the keyed index.</summary>
internal static class PersonIndex
{
    public static Guid Of(CustomerVault vault, SwedishIdentityNumber number)
    {
        Span<byte> key = stackalloc byte[1 + SwedishIdentityNumber.Length];
        key[0] = RowCheck.KnownByNumber;
        number.CopyTo(key[1..]);
        var index = new Guid(vault.Index(IndexKind.Person, key), bigEndian: true);
        CryptographicOperations.ZeroMemory(key);
        return index;
    }
}
