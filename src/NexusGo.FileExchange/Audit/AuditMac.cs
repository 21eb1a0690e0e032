using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NexusGo.FileExchange.Audit;

/// <summary>
/// What chains the entries of a customer's audit log: an HMAC-SHA-256 (RFC 2104) under a key that the database does not have.
/// </summary>
internal static class AuditMac
{
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>Before the first entry.</summary>
    public static byte[] Start => new byte[Length];

    /// <summary>
    /// HMAC over the one before, then customer, number, instant (microseconds since 1970) and the texts, each text with its length in
    /// front.
    /// </summary>
    public static byte[] Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> previous, string customer, AuditLine entry)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(previous);
        Append(mac, customer);
        Append(mac, entry.EntryNo);
        Append(mac, (entry.RecordedAt.ToUnixTimeMilliseconds() * 1000) + entry.RecordedAt.Microsecond);
        Append(mac, entry.Action);
        Append(mac, entry.Subject);
        Append(mac, entry.Detail);
        return mac.GetHashAndReset();
    }

    private static void Append(IncrementalHash mac, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Append(mac, bytes.Length);
        mac.AppendData(bytes);
    }

    private static void Append(IncrementalHash mac, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        mac.AppendData(bytes);
    }
}
