using System.Buffers;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>Free text of limited length. Letters of any script; no control characters.</summary>
internal sealed class TextRule(CardField field, string name, int maxCharacters) : ColumnRule(field, name)
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (row.TryText(this, value, maxCharacters, "E-VAL-02", out var text))
        {
            row.Write(Field, text);
        }
    }
}

/// <summary>A person's name: letters, space, apostrophe, hyphen and full stop, 1 to 60 characters, case kept.</summary>
internal sealed class NameRule(CardField field, string name) : ColumnRule(field, name)
{
    private const int MaxCharacters = 60;

    // Sound UTF-8 of these bytes is ASCII and U+00C0 to U+00FF without the signs × (C3 97) and ÷ (C3 B7).
    private static readonly SearchValues<byte> Common = SearchValues.Create(
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '-."u8, 0xC3, .. Enumerable.Range(0x80, 0x40).Select(b => (byte)b).Except([(byte)0x97, (byte)0xB7])]);

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (!row.TryText(this, value, MaxCharacters, "E-NAM-02", out var text))
        {
            return;
        }

        if (text.IndexOfAnyExcept(Common) >= 0 && !TryLetters(ref text, row))
        {
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

    private bool TryLetters(ref ReadOnlySpan<byte> text, RowCheck row)
    {
        Span<byte> folded = stackalloc byte[MaxCharacters * 4];
        var length = 0;
        var position = 0;
        var letterBefore = false;
        for (var rest = text; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var used);
            rest = rest[used..];
            position++;
            rune = rune.Value switch
            {
                0x2019 or 0x02BC or 0x00B4 => new Rune('\''), // what word processors and keyboards make of an apostrophe
                0x2010 or 0x2011 => new Rune('-'),
                _ => rune,
            };

            // A mark that composes with no letter may follow one, as in some African and Vietnamese names.
            var mark = letterBefore && Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
            letterBefore = mark || Rune.IsLetter(rune);
            if (!letterBefore && rune.Value is not (' ' or '\'' or '-' or '.'))
            {
                row.Fail(this, "E-NAM-03", row.Hints.Position(position));
                return false;
            }

            length += rune.EncodeToUtf8(folded[length..]);
        }

        text = row.Keep(folded[..length]);
        return true;
    }
}

/// <summary>Digits only, of limited length.</summary>
internal sealed class DigitsRule(CardField field, string name, int maxCharacters) : ColumnRule(field, name)
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
        else
        {
            row.Write(Field, value);
        }
    }
}

/// <summary>One of a few words; stored in the spelling of the list.</summary>
internal sealed class WordRule(CardField field, string name, string code, IReadOnlyList<string> words, bool tellWords, Action<RowCheck, string>? set = null)
    : ColumnRule(field, name)
{
    private readonly Utf8Table<string> table = new(words.Select(w => (w, w)));
    private readonly string list = tellWords ? string.Join(' ', words) : "";

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

/// <summary>ISO 3166-1 alpha-2, stored in capitals.</summary>
internal sealed class CountryRule(CardField field, string name, string code) : ColumnRule(field, name)
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (CountryCodes.TryGet(value, out var canonical))
        {
            row.Write(Field, canonical);
        }
        else
        {
            row.Fail(this, code);
        }
    }
}
