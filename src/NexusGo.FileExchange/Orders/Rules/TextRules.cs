using System.Buffers;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// Free text of limited length. Letters of any script, each word in one; no control characters, and nobody's identity number.
/// </summary>
internal sealed class TextRule(CardField field, string name, int maxCharacters, DateOnly today, bool isKept = true)
    : ColumnRule(field, name)
{
    public override int? MostCharacters => maxCharacters;

    public override bool IsName =>
        Field is CardField.Recipient or CardField.Orderer or CardField.Street or CardField.City or CardField.CompanyName;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (!row.TryText(this, value, maxCharacters, "E-VAL-02", out var text))
        {
            return;
        }

        if (HoldsPerson(text, today))
        {
            row.Fail(this, "E-REF-03", row.Hints.PersonInColumn);
        }
        else if (Scripts.MayMix(text) && Scripts.FindMixed(text) is > 0 and var position)
        {
            row.Fail(this, "E-NAM-04", row.Hints.Position(position));
        }
        else if (isKept)
        {
            row.Write(Field, text);
        }
    }

    /// <summary>Whether somebody's identity number is in a text where it does not belong.</summary>
    public static bool HoldsPerson(ReadOnlySpan<byte> text, DateOnly today) =>
        text.IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and var first && text.Length - first >= 10
            && IdentityNumberScan.ContainsCardholder(text[first..], today);
}

/// <summary>A person's name: letters, space, apostrophe, hyphen and full stop, 1 to 60 characters, case kept.</summary>
internal sealed class NameRule(CardField field, string name) : ColumnRule(field, name)
{
    private const int MaxCharacters = 60;

    // Sound UTF-8 of these bytes is ASCII and U+00C0 to U+00FF without the signs × (C3 97) and ÷ (C3 B7).
    private static readonly SearchValues<byte> Common = SearchValues.Create(
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '-."u8, 0xC3,
            .. Enumerable.Range(0x80, 0x40).Select(b => (byte)b).Except([(byte)0x97, (byte)0xB7])]);

    public override bool IsName => true;

    public override int? MostCharacters => MaxCharacters;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (!row.TryText(this, value, MaxCharacters, "E-NAM-02", out var text))
        {
            return;
        }

        if (text.IndexOfAnyExcept(Common) >= 0 && FindWrong(text) is > 0 and var wrong)
        {
            row.Fail(this, "E-NAM-03", row.Hints.Position(wrong));
            return;
        }

        if (Scripts.MayMix(text) && Scripts.FindMixed(text) is > 0 and var mixed)
        {
            row.Fail(this, "E-NAM-04", row.Hints.Position(mixed));
            return;
        }

        // At least one letter: every allowed ASCII character that is not one is below 'A'.
        if (text.IndexOfAnyExceptInRange((byte)0, (byte)'@') < 0)
        {
            row.Fail(this, "E-NAM-03");
            return;
        }

        row.Write(Field, text);
    }

    /// <summary>The 1-based position of the first character that is neither letter, mark nor one of the signs, or 0.</summary>
    private static int FindWrong(ReadOnlySpan<byte> text)
    {
        var position = 0;
        var letterBefore = false;
        for (var rest = text; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var used);
            rest = rest[used..];
            position++;

            // A mark that composes with no letter may follow one, as in some African and Vietnamese names; so may a joiner, and the dot of
            // Catalan "l·l".
            var inside = letterBefore
                && (rune.Value == 0xB7 || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark or System.Globalization.UnicodeCategory.Format);
            letterBefore = inside || Rune.IsLetter(rune);
            if (!letterBefore && rune.Value is not (' ' or '\'' or '-' or '.'))
            {
                return position;
            }
        }

        return 0;
    }
}

/// <summary>Digits only, of limited length.</summary>
internal sealed class DigitsRule(CardField field, string name, int maxCharacters, DateOnly today) : ColumnRule(field, name)
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        var bad = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (bad >= 0)
        {
            row.Fail(this, "E-VAL-05", row.Hints.Position(TextValue.CountCharacters(value[..bad]) + 1));
        }
        else if (value.Length > maxCharacters)
        {
            row.Fail(this, "E-VAL-02", row.Hints.TooLong(value.Length, maxCharacters));
        }
        else if (TextRule.HoldsPerson(value, today))
        {
            row.Fail(this, "E-REF-03", row.Hints.PersonInColumn);
        }
        else
        {
            row.Write(Field, value);
        }
    }
}

/// <summary>One of a few words; stored in the spelling of the list.</summary>
internal sealed class WordRule(CardField field, string name, string code, IReadOnlyList<string> words, bool tellWords,
    Action<RowCheck, string>? set = null)
    : ColumnRule(field, name)
{
    private readonly Utf8Table<string> table = new(words.Select(w => (w, w)));
    private readonly string list = tellWords ? string.Join(' ', words) : "";

    public override IReadOnlyList<string> Words { get; } = words;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (table.TryGet(value, out var canonical, out var word))
        {
            row.Write(Field, canonical);
            set?.Invoke(row, word);
        }
        else
        {
            row.Fail(this, code, list.Length > 0 ? row.Hints.OneOf(list) : "");
        }
    }
}
