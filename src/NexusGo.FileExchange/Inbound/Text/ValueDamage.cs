using System.Buffers;
using System.Text;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>What a spreadsheet, a database or a web page has left in the place of a value.</summary>
internal enum ValueDamageKind
{
    None,
    /// <summary>1,23457E+11.</summary>
    Exponent,
    /// <summary>10234.0.</summary>
    DecimalZero,
    /// <summary>="0012".</summary>
    Formula,
    /// <summary>'0012: the apostrophe that marks text in a cell.</summary>
    TextMark,
    /// <summary>'Anna'.</summary>
    SingleQuotes,
    /// <summary>########.</summary>
    TooNarrow,
    /// <summary>#N/A, #SAKNAS!, #REF!, Err:502.</summary>
    ErrorValue,
    /// <summary>NULL, nan, (null).</summary>
    Placeholder,
    /// <summary>F?rman.</summary>
    LostLetter,
    /// <summary>&amp;amp;, &amp;#228;, \u00e4, %C3%A4.</summary>
    Escape,
}

/// <summary>
/// Recognises such values in any column, because what is printed on a card or tells a person apart must be what somebody typed.
/// </summary>
internal static class ValueDamage
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("#='?&\\%(<[`"u8);

    private static readonly SearchValues<byte> NumberMarks = SearchValues.Create(".,eE"u8);

    private static readonly string[] Placeholders =
        ["null", "nan", "none", "nil", "undefined", "n/a", "#null", "(null)", "<null>", "[null]", "(none)", "<none>", "(blank)", "(tom)",
        "\\n", "?", "??", "???", "????"];

    // Null and Nan are names of people; what programs write is not written like a name.
    private static readonly string[] PlaceholdersInNames =
        ["NULL", "null", "NaN", "nan", "undefined", "N/A", "n/a", "#null", "#NULL", "(null)", "(NULL)", "<null>", "<NULL>", "[null]",
        "[NULL]", "\\N", "(none)", "(blank)", "(tom)", "?", "??", "???", "????"];

    private static readonly Utf8Table<string> PlaceholderTable = new(Placeholders.Select(p => (p, p)));

    private static readonly byte[][] NamePlaceholders = [.. PlaceholdersInNames.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether a line may hold damage other than a number's. False is certain.</summary>
    public static bool HasMarks(ReadOnlySpan<byte> line) => line.ContainsAny(Marks);

    /// <param name="value">UTF-8 without outer blanks, not empty.</param>
    /// <param name="isName">A person's name: apostrophes may begin it, and Null is one.</param>
    /// <param name="hasMarks">Whether the line has any of the marks that <see cref="HasMarks"/> looks for.</param>
    public static ValueDamageKind Find(ReadOnlySpan<byte> value, bool isName, bool hasMarks)
    {
        var first = value[0];
        if (first is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+')
        {
            var number = FindNumber(value);
            if (number != ValueDamageKind.None)
            {
                return number;
            }
        }
        else if (IsPlaceholder(value, isName))
        {
            return ValueDamageKind.Placeholder;
        }

        return (hasMarks && value.ContainsAny(Marks)) || first is (byte)'E' or (byte)'e' ? FindMarked(value, isName) : ValueDamageKind.None;
    }

    private static bool IsPlaceholder(ReadOnlySpan<byte> value, bool isName)
    {
        if (value.Length > 9 || (value[0] | 0x20) is not ('n' or 'u' or '(' or '<' or '[' or '{' or '#' or '?' or '\\' or '|'))
        {
            return false;
        }

        if (!isName)
        {
            return PlaceholderTable.TryGet(value, out _, out _);
        }

        foreach (var one in NamePlaceholders)
        {
            if (value.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    private static ValueDamageKind FindNumber(ReadOnlySpan<byte> value)
    {
        if (value[^1] is < (byte)'0' or > (byte)'9' || !value.ContainsAny(NumberMarks))
        {
            return ValueDamageKind.None;
        }

        var rest = value[0] is (byte)'-' or (byte)'+' ? value[1..] : value;
        var whole = Digits(ref rest);
        var decimals = 0;
        var zeros = false;
        if (whole > 0 && !rest.IsEmpty && rest[0] is (byte)'.' or (byte)',')
        {
            rest = rest[1..];
            var digits = rest;
            decimals = Digits(ref rest);
            zeros = decimals is 1 or 2 && digits[..decimals].IndexOfAnyExcept((byte)'0') < 0;
        }

        if (whole == 0)
        {
            return ValueDamageKind.None;
        }

        if (rest.IsEmpty)
        {
            return zeros ? ValueDamageKind.DecimalZero : ValueDamageKind.None;
        }

        // Spreadsheets write a sign after E; programs that do not have a decimal point before it. "3E2" may be a room.
        if ((rest[0] | 0x20) != 'e' || whole != 1)
        {
            return ValueDamageKind.None;
        }

        rest = rest[1..];
        var signed = !rest.IsEmpty && rest[0] is (byte)'+' or (byte)'-';
        rest = signed ? rest[1..] : rest;
        return Digits(ref rest) is >= 1 and <= 3 && rest.IsEmpty && (signed || decimals > 0)
            ? ValueDamageKind.Exponent : ValueDamageKind.None;
    }

    private static int Digits(ref ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count;
    }

    private static ValueDamageKind FindMarked(ReadOnlySpan<byte> value, bool isName) => value[0] switch
    {
        (byte)'#' when value.IndexOfAnyExcept((byte)'#') < 0 => ValueDamageKind.TooNarrow,
        (byte)'#' when IsErrorValue(value) => ValueDamageKind.ErrorValue,
        (byte)'E' or (byte)'e' when IsCalcError(value) => ValueDamageKind.ErrorValue,
        (byte)'=' => ValueDamageKind.Formula,
        (byte)'\'' or (byte)'`' when IsQuoted(value, isName, out var kind) => kind,
        _ when HasLostLetter(value) => ValueDamageKind.LostLetter,
        _ when HasEscape(value) => ValueDamageKind.Escape,
        _ => ValueDamageKind.None,
    };

    /// <summary>#SAKNAS!, #DIVISION/0!, #NAMN?, #N/A, #NV, #GETTING_DATA.</summary>
    private static bool IsErrorValue(ReadOnlySpan<byte> value) =>
        value.Length is >= 3 and <= 24 && !value.Contains((byte)' ')
        && (value[^1] is (byte)'!' or (byte)'?' || value.Contains((byte)'/') || value.SequenceEqual("#NV"u8)
            || value.SequenceEqual("#GETTING_DATA"u8));

    /// <summary>Err:502, as LibreOffice writes it.</summary>
    private static bool IsCalcError(ReadOnlySpan<byte> value) =>
        value.Length == 7 && Ascii.EqualsIgnoreCase(value[..4], "err:"u8) && value[4..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsQuoted(ReadOnlySpan<byte> value, bool isName, out ValueDamageKind kind)
    {
        kind = ValueDamageKind.TextMark;
        if (value.Length > 2 && value[^1] is (byte)'\'' or (byte)'`' && value[1] != '\'')
        {
            kind = ValueDamageKind.SingleQuotes;
            return true;
        }

        // 't Hart, 's-Hertogenbosch and 'Abd are names.
        return value.Length > 1 && (char.IsAsciiDigit((char)value[1])
            || (!isName && char.IsAsciiLetter((char)value[1])
            && !(value.Length > 2 && char.IsAsciiLetterLower((char)value[1]) && value[2] is (byte)' ' or (byte)'-')));
    }

    /// <summary>A question mark beside a letter: a program has put it in the place of a letter it did not know.</summary>
    private static bool HasLostLetter(ReadOnlySpan<byte> value)
    {
        for (var at = value.IndexOf((byte)'?'); at >= 0 && at < value.Length; at++)
        {
            if (value[at] == '?' && ((at > 0 && IsLetter(value[at - 1])) || (at + 1 < value.Length && IsLetter(value[at + 1]))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLetter(byte b) => char.IsAsciiLetter((char)b) || b >= 0x80;

    private static bool HasEscape(ReadOnlySpan<byte> value)
    {
        for (var rest = value; !rest.IsEmpty; rest = rest[1..])
        {
            var at = rest.IndexOfAny("&\\%<"u8);
            if (at < 0)
            {
                return false;
            }

            rest = rest[at..];
            if (rest[0] switch
                {
                    (byte)'&' => IsEntity(rest[1..]),
                    (byte)'\\' => rest.Length >= 6 && rest[1] == 'u' && AreHex(rest.Slice(2, 4)),
                    (byte)'%' => rest.Length >= 6 && rest[1] is (byte)'C' or (byte)'c' && rest[3] == '%' && AreHex(rest.Slice(1, 2))
                        && AreHex(rest.Slice(4, 2)),
                    _ => rest.Length >= 3 && (char.IsAsciiLetter((char)rest[1]) || rest[1] == '/') && rest.Contains((byte)'>'),
                })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What follows an ampersand: amp; #228; #xE4; auml;</summary>
    private static bool IsEntity(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        if (end is < 2 or > 8)
        {
            return false;
        }

        foreach (var b in text[..end])
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '#')
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }
}
