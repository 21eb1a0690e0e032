using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>A layout of the profile. The row check has looked it up already, because other columns depend on it.</summary>
internal sealed class ProductCodeRule() : ColumnRule(CardField.ProductCode, "product_code")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (row.Product is { } product)
        {
            row.Write(Field, product.Utf8);
        }
        else
        {
            row.Fail(this, "E-PRD-01");
        }
    }
}

/// <summary>A plain file name that ends in .jpg, .jpeg or .png; no folder, no control character, no leading dot.</summary>
internal sealed class PhotoFileRule(DateOnly today) : ColumnRule(CardField.PhotoFile, "photo_file")
{
    private const int MaxCharacters = 100;

    private static readonly System.Buffers.SearchValues<byte> NotInNames = System.Buffers.SearchValues.Create("/\\:*?\"<>|"u8);

    public override int? MostCharacters => MaxCharacters;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (!row.TryText(this, value, MaxCharacters, "E-PHO-01", out var text))
        {
            return;
        }

        var dot = text.LastIndexOf((byte)'.');
        if (dot < 1 || text[0] == '.' || text.IndexOfAny(NotInNames) >= 0 || !IsPicture(text[(dot + 1)..]))
        {
            row.Fail(this, "E-PHO-01");
            return;
        }

        if (TextRule.HoldsPerson(text, today))
        {
            row.Fail(this, "E-REF-03", row.Hints.PersonInColumn);
            return;
        }

        row.Write(Field, text);
    }

    private static bool IsPicture(ReadOnlySpan<byte> extension) =>
        System.Text.Ascii.EqualsIgnoreCase(extension, "jpg"u8) || System.Text.Ascii.EqualsIgnoreCase(extension, "jpeg"u8)
        || System.Text.Ascii.EqualsIgnoreCase(extension, "png"u8);
}

/// <summary>The card's last day: after today, and not longer than the layout allows.</summary>
internal sealed class ValidUntilRule(DateOnly today) : ColumnRule(CardField.ValidUntil, "valid_until")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (!DateText.TryParse(value, out var date))
        {
            row.Fail(this, "E-VAL-06", row.Hints.DateForm(value));
        }
        else if (date <= today)
        {
            row.Fail(this, "E-VAL-07");
        }
        else if (row.Product is { } product && date > product.LastValidDay)
        {
            row.Fail(this, "E-VAL-08", row.Hints.Latest(product.LastValidDay));
        }
        else
        {
            row.Row.ValidUntil = date;
            row.Write(Field, value);
        }
    }
}

/// <summary>One of our card numbers: 8 to 18 digits, the last a modulus 10 control digit. Whose card it is, the register knows.</summary>
internal sealed class CardNumberRule() : ColumnRule(CardField.ReplacesCardNo, "replaces_card_no")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (value.Length is < 8 or > 18 || value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !Luhn.IsValid(value))
        {
            row.Fail(this, "E-VAL-09");
            return;
        }

        var number = 0L;
        foreach (var digit in value)
        {
            number = (number * 10) + digit - '0';
        }

        row.Row.ReplacesCardNo = number;
        row.Write(Field, value);
    }
}

/// <summary>A day without any bound; for the customer's own columns.</summary>
internal sealed class DateRule(CardField field, string name) : ColumnRule(field, name)
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (DateText.TryParse(value, out _))
        {
            row.Write(Field, value);
        }
        else
        {
            row.Fail(this, "E-VAL-06", row.Hints.DateForm(value));
        }
    }
}

/// <summary>
/// J or Y, N. The row check has read it already, because it decides what may be said about the row; N is the same as empty.
/// </summary>
internal sealed class ProtectedIdentityRule() : ColumnRule(CardField.ProtectedIdentity, "protected_identity")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (value.Length != 1 || (value[0] | 0x20) is not ('j' or 'y' or 'n'))
        {
            // Told also of a protected row: it says nothing about anybody.
            row.Fail(this, "E-VAL-04", row.Hints.YesOrNo(ProtectedMark.Meaning(value)));
        }
        else if (row.Row.ProtectedIdentity)
        {
            row.Write(Field, "J"u8);
        }
    }
}

/// <summary>What is written in place of J and N.</summary>
internal static class ProtectedMark
{
    private static readonly Utf8Table<bool> Words = new(
    [
        ("ja", true), ("yes", true), ("sant", true), ("true", true), ("sann", true), ("1", true), ("x", true), ("japp", true),
        ("wahr", true),
        ("nej", false), ("no", false), ("falskt", false), ("false", false), ("falsk", false), ("0", false), ("-", false),
    ]);

    /// <summary>True, false, or null where nobody can say.</summary>
    public static bool? Meaning(ReadOnlySpan<byte> value) => Words.TryGet(value, out _, out var meaning) ? meaning : null;
}
