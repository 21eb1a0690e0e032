using System.Globalization;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// The forms in which access systems write one and the same chip serial number. A reader may take the bytes from either end, and print them
/// in hex or as one decimal number, so a back-report gives all four. A 7-byte number is never cut to 4: two cards would then share it.
/// </summary>
public static class ChipUid
{
    /// <summary>Hex as the chip sends it, most significant byte first; capitals.</summary>
    public static string HexMsb(ReadOnlySpan<byte> uid) => Convert.ToHexString(uid);

    /// <summary>Hex with the bytes the other way round.</summary>
    public static string HexLsb(ReadOnlySpan<byte> uid)
    {
        Span<byte> turned = stackalloc byte[uid.Length];
        uid.CopyTo(turned);
        turned.Reverse();
        return Convert.ToHexString(turned);
    }

    /// <summary>Decimal of <see cref="HexMsb"/>, without leading zeros. At most 16 bytes.</summary>
    public static string DecMsb(ReadOnlySpan<byte> uid) => Decimal(uid, fromEnd: false);

    /// <summary>Decimal of <see cref="HexLsb"/>.</summary>
    public static string DecLsb(ReadOnlySpan<byte> uid) => Decimal(uid, fromEnd: true);

    private static string Decimal(ReadOnlySpan<byte> uid, bool fromEnd)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uid.Length, 16);
        UInt128 number = 0;
        for (var i = 0; i < uid.Length; i++)
        {
            number = (number << 8) | uid[fromEnd ? uid.Length - 1 - i : i];
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }
}
