using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// E.164: plus, country code, number. Blanks, hyphens, full stops, slashes, brackets and the "(0)" of Swedish letterheads are dropped.
/// </summary>
internal sealed class PhoneRule() : ColumnRule(CardField.Phone, "phone")
{
    private const int MaxDigits = 15;

    /// <summary>Country codes of two digits; 1 and 7 have one, all others three (ITU-T E.164, list of assigned codes).</summary>
    private static readonly bool[] TwoDigits =
        Mark("20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 "
        + "94 95 98");

    public override bool Allows(ValueDamageKind damage) => damage == ValueDamageKind.Escape;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        Span<byte> stored = stackalloc byte[MaxDigits + 1];
        var problem = Read(value, stored, out var length);
        if (problem == PhoneProblem.None)
        {
            row.Write(Field, stored[..length]);
        }
        else
        {
            row.Fail(this, "E-VAL-05", row.Hints.Phone(problem));
        }
    }

    private static PhoneProblem Read(ReadOnlySpan<byte> value, Span<byte> stored, out int length)
    {
        length = 0;
        while (!value.IsEmpty)
        {
            if (length > 1 && value.StartsWith("(0)"u8))
            {
                value = value[3..];
                continue;
            }

            var b = value[0];
            value = value[1..];
            if (b is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'(' or (byte)')')
            {
                continue;
            }

            if (!char.IsAsciiDigit((char)b) && !(b == '+' && length == 0))
            {
                return PhoneProblem.Character;
            }

            if (length == stored.Length)
            {
                return PhoneProblem.Length;
            }

            stored[length++] = b;
        }

        var digits = stored[..length];
        return digits.IsEmpty ? PhoneProblem.Character
            : digits[0] != '+' ? (digits.StartsWith("00"u8) ? PhoneProblem.DialPrefix : PhoneProblem.National)
            : CheckNumber(digits[1..]);
    }

    private static PhoneProblem CheckNumber(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < 7 or > MaxDigits)
        {
            return PhoneProblem.Length;
        }

        if (digits[0] == '0')
        {
            return PhoneProblem.Country;
        }

        var code = digits[0] is (byte)'1' or (byte)'7' ? 1 : TwoDigits[((digits[0] - '0') * 10) + digits[1] - '0'] ? 2 : 3;
        var number = digits[code..];

        // In these countries a number may begin with 0 also from abroad: Italy, San Marino, Vatican, Côte d'Ivoire, Benin, Gabon, Congo.
        if (number[0] == '0'
            && !(digits.StartsWith("39"u8) || digits.StartsWith("378"u8) || digits.StartsWith("379"u8) || digits.StartsWith("225"u8)
            || digits.StartsWith("229"u8) || digits.StartsWith("241"u8) || digits.StartsWith("242"u8)))
        {
            return PhoneProblem.TrunkZero;
        }

        // Sweden: seven to nine digits, mobiles nine; machines have up to thirteen (PTS, svensk nummerplan).
        var isMobile = number[0] == '7' && number[1] is (byte)'0' or (byte)'2' or (byte)'3' or (byte)'6';
        return digits.StartsWith("46"u8) && (isMobile ? number.Length != 9 : number.Length is < 7 or > 13)
            ? PhoneProblem.Length : PhoneProblem.None;
    }

    private static bool[] Mark(string codes)
    {
        var marks = new bool[100];
        foreach (var code in codes.Split(' '))
        {
            marks[int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)] = true;
        }

        return marks;
    }
}
