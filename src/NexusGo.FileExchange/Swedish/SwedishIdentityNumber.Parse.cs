using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Swedish;

public readonly partial struct SwedishIdentityNumber
{
    private static readonly System.Buffers.SearchValues<byte> ExponentCharacters = System.Buffers.SearchValues.Create("+-0123456789"u8);

    /// <summary>Reads a number.</summary>
    /// <param name="text">
    /// UTF-8. Outer blanks and blanks beside the sign do not count, nor do blanks between the parts of twelve digits. With ten digits a
    /// blank in the sign's place is an error, because it may be a lost "+".
    /// </param>
    /// <param name="today">Today in Sweden: decides the century of ten digits, and what is the future.</param>
    /// <param name="number">The number, when the answer is <see cref="IdentityNumberProblem.None"/>.</param>
    public static IdentityNumberProblem Parse(ReadOnlySpan<byte> text, DateOnly today, out SwedishIdentityNumber number)
    {
        number = default;
        Span<byte> digits = stackalloc byte[Length];
        var count = Collect(text, digits, out var sign, out var signAt);
        if (count is not (10 or 12) || (sign != 0 && signAt != count - 4))
        {
            return LooksSpreadsheetDamaged(text) ? IdentityNumberProblem.SpreadsheetDamage : IdentityNumberProblem.Form;
        }

        digits = digits[..count];
        var letter = digits[^4] > '9' ? digits[^4] : (byte)0;
        if (digits[..^4].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            || digits[^3..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return IdentityNumberProblem.Form;
        }

        if (letter != 0)
        {
            // An interim number's letter counts as 1 in the control digit.
            digits[^4] = (byte)'1';
        }

        var problem = ReadDate(digits, sign, today, out var date, out var birth);
        if (problem == IdentityNumberProblem.Date)
        {
            return IsOrganisation(digits) ? IdentityNumberProblem.NotAPerson
                : count == 12 && sign == 0 && digits[6..].IndexOfAnyExcept((byte)'0') < 0 ? IdentityNumberProblem.SpreadsheetDamage
                : problem;
        }

        var last = (Two(digits[^4..]) * 100) + Two(digits[^2..]);
        if (problem is IdentityNumberProblem.None or IdentityNumberProblem.Implausible)
        {
            // A digit mistyped in the date is the likelier cause of a great age than a great age.
            problem = letter == 0 && last < 10 ? IdentityNumberProblem.SerialZero
                : !Luhn.IsValid(digits[^10..]) ? IdentityNumberProblem.ControlDigit
                : problem;
        }

        if (problem == IdentityNumberProblem.None)
        {
            number = new SwedishIdentityNumber(date, last, letter, birth, count == 10 && sign == 0);
        }

        return problem;
    }

    /// <summary>Copies digits and the interim letter; any other character, or more than fits, gives 0.</summary>
    private static int Collect(ReadOnlySpan<byte> text, Span<byte> digits, out byte sign, out int signAt)
    {
        sign = 0;
        signAt = -1;
        if (text.Length == digits.Length && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            text.CopyTo(digits);
            return digits.Length;
        }

        var count = 0;
        var blank = false;
        var parted = false;
        for (var i = 0; i < text.Length;)
        {
            var b = text[i];
            var used = 1;
            if (char.IsAsciiDigit((char)b) || InterimLetter(b) != 0)
            {
                if (count == digits.Length || (blank && count > 0 && signAt != count && count is not (4 or 6 or 8)))
                {
                    return 0;
                }

                parted |= blank && count > 0 && signAt != count;
                blank = false;
                digits[count++] = b <= '9' ? b : InterimLetter(b);
            }
            else if (b is (byte)'-' or (byte)'+' || IsHyphen(text[i..], out used))
            {
                if (sign != 0)
                {
                    return 0;
                }

                sign = b == '+' ? b : (byte)'-';
                signAt = count;
                blank = false;
            }
            else if (TextValue.IsBlank(text[i..], out used))
            {
                blank = true;
            }
            else
            {
                return 0;
            }

            i += used;
        }

        return parted && count != digits.Length ? 0 : count;
    }

    // U+2010 … U+2013 and U+2212: what word processors make of a hyphen.
    private static bool IsHyphen(ReadOnlySpan<byte> text, out int used)
    {
        used = 3;
        return text.Length >= 3 && text[0] == 0xE2
            && ((text[1] == 0x80 && text[2] is >= 0x90 and <= 0x93) || (text[1] == 0x88 && text[2] == 0x92));
    }

    private static byte InterimLetter(byte b)
    {
        var upper = (byte)(b & 0xDF);
        return "TRSUWXJKLMN"u8.Contains(upper) ? upper : (byte)0;
    }

    private static IdentityNumberProblem ReadDate(ReadOnlySpan<byte> digits, byte sign, DateOnly today, out int date, out DateOnly? birth)
    {
        birth = null;
        var day = Two(digits[^6..]);
        var month = Two(digits[^8..]);
        var year = Two(digits[^10..]);
        if (digits.Length == 12)
        {
            year += Two(digits) * 100;
        }
        else
        {
            year += today.Year / 100 * 100;
            year -= (year > today.Year ? 100 : 0) + (sign == '+' ? 100 : 0);
        }

        date = (year * 10_000) + (month * 100) + day;
        var isCoordination = day >= 60;
        day -= isCoordination ? 60 : 0;
        if (year < 1 || month > 12 || day > 31 || (sign == '+' && today.Year - year < 100))
        {
            return IdentityNumberProblem.Date;
        }

        if (month > 0 && day > 0 && day <= DateTime.DaysInMonth(year, month))
        {
            birth = new DateOnly(year, month, day);
        }
        else if (!isCoordination)
        {
            return IdentityNumberProblem.Date;
        }

        var earliest = birth ?? new DateOnly(year, Math.Max(1, month), 1);
        var latest = birth ?? new DateOnly(year, month == 0 ? 12 : month, 28);
        return earliest > today ? IdentityNumberProblem.Future
            : latest < today.AddYears(-OldestAge) ? IdentityNumberProblem.Implausible
            : IdentityNumberProblem.None;
    }

    // An organisation number has at least 20 where a person has the month; twelve digits begin with 16.
    private static bool IsOrganisation(ReadOnlySpan<byte> digits) =>
        digits[^8] >= '2' && (digits.Length == 10 || digits.StartsWith("16"u8)) && Luhn.IsValid(digits[^10..]);

    private static int Two(ReadOnlySpan<byte> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';

    /// <summary>
    /// 1,98211E+11 or 198211129801,0 or ####, or digits that become a number with a real date once leading zeros are put back.
    /// </summary>
    private static bool LooksSpreadsheetDamaged(ReadOnlySpan<byte> text)
    {
        text = TextValue.Trim(text);
        if (!text.IsEmpty && text.IndexOfAnyExcept((byte)'#') < 0)
        {
            return true;
        }

        var whole = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (whole < 0)
        {
            if (text.Length is < 5 or > 9)
            {
                return false;
            }

            Span<byte> padded = stackalloc byte[10];
            padded.Fill((byte)'0');
            text.CopyTo(padded[(10 - text.Length)..]);
            return Two(padded[2..]) is >= 1 and <= 12 && Two(padded[4..]) is (>= 1 and <= 31) or (>= 60 and <= 91) && Luhn.IsValid(padded);
        }

        var rest = text[whole..];
        if (whole > 0 && rest[0] is (byte)',' or (byte)'.')
        {
            rest = rest[1..];
            var more = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (more < 0)
            {
                return rest.IndexOfAnyExcept((byte)'0') < 0;
            }

            rest = rest[more..];
        }

        return whole > 0 && rest.Length >= 2 && (rest[0] | 0x20) == 'e' && rest[^1] is >= (byte)'0' and <= (byte)'9'
            && rest[1..].IndexOfAnyExcept(ExponentCharacters) < 0;
    }
}
