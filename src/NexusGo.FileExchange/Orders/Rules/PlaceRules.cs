using System.Buffers;
using System.Text;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>A country by code or name, stored as the two capitals of ISO 3166-1. The code of a language is told apart.</summary>
internal sealed class CountryRule(CardField field, string name, string code) : ColumnRule(field, name)
{
    public override bool IsName => true;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (CountryCodes.TryGet(value, out var canonical))
        {
            row.Write(Field, canonical);
        }
        else
        {
            row.Fail(this, code, CountryCodes.LanguageOf(value) is { } country
                ? row.Hints.LanguageNotCountry(country) : row.Hints.CountryForm);
        }
    }
}

/// <summary>
/// A postal code of the row's country; a Swedish one is stored as NNN NN. Where the country is not known, 2 to 12 letters, digits, blanks
/// and hyphens.
/// </summary>
internal sealed class PostalCodeRule() : ColumnRule(CardField.PostalCode, "postal_code")
{
    private const int MaxCharacters = 12;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -"u8);

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        var country = CountryCodes.TryGet(row.Raw(CardField.Country), out var canonical) ? Encoding.ASCII.GetString(canonical) : "";
        if (value.Length > MaxCharacters || value.ContainsAnyExcept(Allowed))
        {
            row.Fail(this, "E-ADR-04", row.Hints.PostalCode(country));
            return;
        }

        if (!PostalCodes.Fits(country, Encoding.ASCII.GetString(value), out var stripped, out var isKnown)
            || (country == "SE" && stripped[0] == '0'))
        {
            row.Fail(this, "E-ADR-04", row.Hints.PostalCode(country));
        }
        else if (country == "SE")
        {
            row.Write(Field, Encoding.ASCII.GetBytes($"{stripped[..3]} {stripped[3..]}"));
        }
        else if (isKnown || value.Length >= 2 || PostalCodes.HasNone(canonical))
        {
            row.Write(Field, value);
        }
        else
        {
            row.Fail(this, "E-ADR-04", row.Hints.PostalCode(country));
        }
    }
}
