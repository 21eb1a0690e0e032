namespace NexusGo.FileExchange.Swedish;

/// <summary>Finds a person's number inside another text, such as a reference or a file name.</summary>
public static class IdentityNumberScan
{
    // Names of files carry the day and time they were made: 202611210802 must not be taken for a child. From this day on, last digits that
    // are a time of day are taken for one; ten digits are read as if it were the last day.
    private static readonly DateOnly FirstNameDay = new(2024, 1, 1);
    private static readonly DateOnly LastNameDay = new(2035, 12, 31);

    // "2026-11-30-K123" is a day and a counter more often than somebody's interim number.
    private const int YoungestAge = 10;

    /// <summary>
    /// Whether the text holds a valid personnummer, samordningsnummer or interim number: ten or twelve digits in one run, or groups of
    /// digits with one separator between them of which the last has four. A longer run of digits is not searched for numbers inside it:
    /// nearly every long counter has one by chance.
    /// </summary>
    public static bool ContainsPerson(ReadOnlySpan<byte> text, DateOnly today) =>
        Find(text, today, DateOnly.MaxValue, false, out _, out _) || FindInterim(text, today, today.AddYears(-YoungestAge), out _, out _);

    /// <summary>The same for a column that often holds days, times and counters: only people old enough for a card count.</summary>
    public static bool ContainsCardholder(ReadOnlySpan<byte> text, DateOnly today)
    {
        var bornBefore = today.AddYears(-YoungestAge);
        return Find(text, today, bornBefore, false, out _, out _) || FindInterim(text, today, bornBefore, out _, out _);
    }

    /// <summary>
    /// The same for names and ids of files, which may hold a recent day and a time or a counter that look alike; says where.
    /// </summary>
    public static bool FindInName(ReadOnlySpan<byte> name, out int start, out int length) =>
        Find(name, LastNameDay, FirstNameDay, true, out start, out length)
            || FindInterim(name, LastNameDay, FirstNameDay, out start, out length);

    /// <param name="text">What is searched.</param>
    /// <param name="today">Latest day of birth; decides the century of ten digits.</param>
    /// <param name="bornBefore">People born from this day on are passed over.</param>
    /// <param name="youngUnlessTime">They are not passed over where the last four digits are no time of day.</param>
    /// <param name="start">Where the number begins, in bytes; 0 where there is none.</param>
    /// <param name="length">Its length in bytes, separators included; 0 where there is none.</param>
    private static bool Find(ReadOnlySpan<byte> text, DateOnly today, DateOnly bornBefore, bool youngUnlessTime, out int start,
        out int length)
    {
        Span<byte> digits = stackalloc byte[12];
        for (start = 0; start < text.Length; start++)
        {
            if (IsDigit(text, start) && !IsDigit(text, start - 1)
                && MatchAt(text, start, today, bornBefore, youngUnlessTime, digits, out length))
            {
                return true;
            }
        }

        start = length = 0;
        return false;
    }

    private static bool MatchAt(
        ReadOnlySpan<byte> text, int start, DateOnly today, DateOnly bornBefore, bool youngUnlessTime, Span<byte> digits, out int length)
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
                && (number.EarliestBirth < bornBefore || (youngUnlessTime && !IsTimeOfDay(digits[(count - 4)..count]))))
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

    /// <summary>Six or eight digits, at most one separator, and a letter with three digits that fit: an interim number.</summary>
    private static bool FindInterim(ReadOnlySpan<byte> text, DateOnly today, DateOnly bornBefore, out int start, out int length)
    {
        Span<byte> number = stackalloc byte[SwedishIdentityNumber.Length];
        for (var at = 6; at + 4 <= text.Length; at++)
        {
            if (!char.IsAsciiLetter((char)text[at]) || !(IsDigit(text, at + 1) && IsDigit(text, at + 2) && IsDigit(text, at + 3))
                || IsDigit(text, at + 4))
            {
                continue;
            }

            var end = IsDigit(text, at - 1) ? at : at - 1;
            start = end;
            while (IsDigit(text, start - 1))
            {
                start--;
            }

            if (end - start is not (6 or 8))
            {
                continue;
            }

            text[start..end].CopyTo(number);
            text.Slice(at, 4).CopyTo(number[(end - start)..]);
            if (SwedishIdentityNumber.Parse(number[..(end - start + 4)], today, out var person) == IdentityNumberProblem.None
                && person.EarliestBirth < bornBefore)
            {
                length = at + 4 - start;
                return true;
            }
        }

        start = length = 0;
        return false;
    }

    private static bool IsTimeOfDay(ReadOnlySpan<byte> four) =>
        ((four[0] - '0') * 10) + four[1] - '0' < 24 && four[2] < '6';

    private static bool IsDigit(ReadOnlySpan<byte> text, int index) => (uint)index < (uint)text.Length
        && text[index] is >= (byte)'0' and <= (byte)'9';
}
