using System.Text;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// The first line of a signed table that says what it was signed for: <c>#to=FINGERPRINT;customer=ACME;purpose=ORD</c>, each part at most
/// once, in any order. Whoever gets hold of the message cannot pass it off as another customer's, or as another kind of file.
/// </summary>
internal sealed record PurposeLine(string? To, string? Customer, string? Purpose)
{
    /// <summary>Enough for a fingerprint of 64 digits in groups.</summary>
    public const int MaxBytes = 256;

    /// <summary>Digits of our fingerprint that are enough to name us: a long key id.</summary>
    private const int LeastDigits = 16;

    /// <summary>Reads the line at the beginning of a table. Null: the table begins otherwise.</summary>
    /// <param name="head">The table's first bytes.</param>
    /// <param name="length">The line's bytes, without its end.</param>
    public static PurposeLine? Read(ReadOnlySpan<byte> head, out int length)
    {
        var start = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        length = head[start..].IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? start + end : head.Length;
        if (length == start || head[start] != (byte)'#' || length > MaxBytes)
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(head[(start + 1)..length]).TrimEnd(';').Split(';').Select(part => part.Split('=', 2)).ToList();
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return parts.TrueForAll(part => part.Length == 2 && part[0].Trim().ToUpperInvariant() is "TO" or "CUSTOMER" or "PURPOSE"
            && known.TryAdd(part[0].Trim(), part[1].Trim()))
            ? new PurposeLine(known.GetValueOrDefault("to"), known.GetValueOrDefault("customer"), known.GetValueOrDefault("purpose"))
                : null;
    }

    /// <summary>Whether nothing in the line contradicts where the message lies.</summary>
    public bool Fits(CustomerProfile profile, InboundKind kind, IReadOnlyList<string> ourFingerprints) =>
        (To is null || ourFingerprints.Any(IsNamedBy))
        && (Customer is null || string.Equals(Customer, profile.CustomerId, StringComparison.OrdinalIgnoreCase))
        && (Purpose is null || string.Equals(Purpose, WordOf(kind), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the line says enough where one is demanded.</summary>
    public bool IsComplete => Customer is not null && Purpose is not null;

    private bool IsNamedBy(string fingerprint)
    {
        var digits = To!.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length >= LeastDigits && fingerprint.EndsWith(digits, StringComparison.OrdinalIgnoreCase);
    }

    private static string WordOf(InboundKind kind) => kind switch
    {
        InboundKind.Order => "ORD",
        InboundKind.Request => "REQ",
        InboundKind.Photo => "PHO",
        InboundKind.Event => "EVT",
        _ => "",
    };
}
