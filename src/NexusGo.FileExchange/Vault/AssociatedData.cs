using System.Text;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// What a seal is bound to besides its key, so that a value copied to another row, customer or purpose does not open:
/// the owner's id (16 bytes, big-endian), the customer id (UTF-8), the wrapping key's id (16 bytes, big-endian).
/// </summary>
internal static class AssociatedData
{
    /// <summary>Bytes of a <see cref="Guid"/> in network order, the order PostgreSQL keeps and compares.</summary>
    public const int IdLength = 16;

    /// <summary>Owner and customer, with the owner still zero: for content under a key of the owner's own.</summary>
    public static byte[] Create(CustomerId customer)
    {
        var data = new byte[IdLength + Encoding.UTF8.GetByteCount(customer.Value)];
        Encoding.UTF8.GetBytes(customer.Value, data.AsSpan(IdLength));
        return data;
    }

    /// <summary>The three parts with the first one still zero; see <see cref="SetOwner"/>.</summary>
    public static byte[] Create(CustomerId customer, Guid keyId)
    {
        var data = new byte[IdLength + Encoding.UTF8.GetByteCount(customer.Value) + IdLength];
        Encoding.UTF8.GetBytes(customer.Value, data.AsSpan(IdLength));
        keyId.TryWriteBytes(data.AsSpan(data.Length - IdLength), bigEndian: true, out _);
        return data;
    }

    public static void SetOwner(Span<byte> data, Guid owner) => owner.TryWriteBytes(data, bigEndian: true, out _);

    /// <summary>For a customer key under the master key: purpose (1 byte), customer, key id.</summary>
    public static byte[] ForCustomerKey(KeyPurpose purpose, CustomerId customer, Guid keyId)
    {
        var data = new byte[1 + Encoding.UTF8.GetByteCount(customer.Value) + IdLength];
        data[0] = (byte)purpose;
        Encoding.UTF8.GetBytes(customer.Value, data.AsSpan(1));
        keyId.TryWriteBytes(data.AsSpan(data.Length - IdLength), bigEndian: true, out _);
        return data;
    }
}
