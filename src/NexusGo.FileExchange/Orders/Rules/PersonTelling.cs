using System.Text;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// Whether a value tells one person from another. What people type when they have no value does not: it would make one person of many.
/// </summary>
internal static class PersonTelling
{
    private static readonly Utf8Table<string> NoNames = new(new[]
    {
        "okänd", "OKÄND", "Okänd", "okand", "unknown", "namn", "name", "förnamn", "FÖRNAMN", "Förnamn", "efternamn", "test", "testsson",
        "x", "xx", "xxx", "xxxx", "nn", "n.n.", "n n", "-",
        "vakant", "vakans", "besökare", "Besökare", "BESÖKARE", "gäst", "Gäst", "GÄST", "guest", "visitor", "konsult", "vikarie", "saknas",
    }.DistinctBy(word => word).Select(word => (word, word)));

    public static bool IsName(ReadOnlySpan<byte> name) => !NoNames.TryGet(name, out _, out _);

    /// <summary>An employee number has a digit, and is neither one digit repeated nor counted from 1 to test the keyboard.</summary>
    public static bool IsEmployeeNumber(ReadOnlySpan<byte> number)
    {
        Span<byte> digits = stackalloc byte[32];
        var count = 0;
        foreach (var b in number)
        {
            if (char.IsAsciiDigit((char)b) && count < digits.Length)
            {
                digits[count++] = b;
            }
        }

        digits = digits[..count];
        if (count == 0 || digits.IndexOfAnyExcept((byte)'0') < 0)
        {
            return false;
        }

        // With letters beside them digits may be anything: "A-111" is a number like any other.
        var onlyDigits = count == number.Length;
        return !onlyDigits || ((count < 3 || digits.IndexOfAnyExcept(digits[0]) >= 0)
            && (count < 5 || !"1234567890123456789012345678901"u8.StartsWith(digits)));
    }
}
