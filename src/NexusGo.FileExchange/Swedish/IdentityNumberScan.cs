namespace NexusGo.FileExchange.Swedish;

/// <summary>Finds a person's number inside another text, such as a reference or a file name.</summary>
public static class IdentityNumberScan
{
    // Names of files carry the day and time they were made: 202611210802 must not be taken for a child. From this day on, last digits that are a time of day
    // are taken for one; ten digits are read as if it were the last day.
    private static readonly DateOnly FirstNameDay = new(2024, 1, 1);
    private static readonly DateOnly LastNameDay = new(2035, 12, 31);

    /// <summary>
    /// Whether the text holds a valid personnummer or samordningsnummer: ten or twelve digits in one run, or groups of digits with one
    /// separator between them of which the last has four. A longer run of digits is not searched for numbers inside it: nearly every long
    /// counter has one by chance.
    /// </summary>
    public static bool ContainsPerson(ReadOnlySpan<byte> text, DateOnly today) => Find(text, today, DateOnly.MaxValue, out _, out _);

    /// <summary>The same for names and ids of files, which may hold a recent day and a time that look alike; says where.</summary>
    public static bool FindInName(ReadOnlySpan<byte> name, out int start, out int length) => Find(name, LastNameDay, FirstNameDay, out start, out length);

    private static bool Find(ReadOnlySpan<byte> text, DateOnly today, DateOnly bornBefore, out int start, out int length)
    {
        Span<byte> digits = stackalloc byte[12];
        for (start = 0; start < text.Length; start++)
        {
            if (IsDigit(text, start) && !IsDigit(text, start - 1) && MatchAt(text, start, today, bornBefore, digits, out length))
            {
                return true;
            }
        }

        start = length = 0;
        return false;
    }

    private static bool MatchAt(ReadOnlySpan<byte> text, int start, DateOnly today, DateOnly bornBefore, Span<byte> digits, out int length)
    {
        var count = 0;
        var groups = 0;
        var at = start;
        length = 0;
        while (IsDigit(text, at))
        {
            var group = 0;
            for (; IsDigit(text, at); at++, group++)
            {
                if (count == digits.Length)
                {
                    return false;
                }

                digits[count++] = text[at];
            }

            groups++;
            if (count is 10 or 12 && (groups == 1 || group == 4)
                && SwedishIdentityNumber.Parse(digits[..count], today, out var number) == IdentityNumberProblem.None
                && (number.BirthDate < bornBefore || !IsTimeOfDay(digits[(count - 4)..count])))
            {
                length = at - start;
                return true;
            }

            if (at < text.Length && text[at] is (byte)'-' or (byte)'+' or (byte)'.' or (byte)'_' or (byte)' ')
            {
                at++;
            }
        }

        return false;
    }

    private static bool IsTimeOfDay(ReadOnlySpan<byte> four) =>
        ((four[0] - '0') * 10) + four[1] - '0' < 24 && four[2] < '6';

    private static bool IsDigit(ReadOnlySpan<byte> text, int index) => (uint)index < (uint)text.Length && text[index] is >= (byte)'0' and <= (byte)'9';
}
