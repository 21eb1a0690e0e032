using System.Security.Cryptography;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>How a card is found by its holder: only through the keyed index.</summary>
internal static class PersonIndex
{
    public static Guid Of(CustomerVault vault, SwedishIdentityNumber number)
    {
        Span<byte> digits = stackalloc byte[SwedishIdentityNumber.Length];
        number.CopyTo(digits);
        var index = new Guid(vault.Index(IndexKind.Person, digits), bigEndian: true);
        CryptographicOperations.ZeroMemory(digits);
        return index;
    }
}
