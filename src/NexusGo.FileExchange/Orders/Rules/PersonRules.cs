using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// The customer's own reference of the row: letters, digits, dot, underscore and hyphen, at most 40, and no person's number in it.
/// </summary>
internal sealed class ReferenceRule(DateOnly today) : ColumnRule(CardField.CustomerRef, "customer_ref")
{
    private const int MaxLength = 40;

    private static readonly System.Buffers.SearchValues<byte> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8);

    public override int? MostCharacters => MaxLength;

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        var bad = value.IndexOfAnyExcept(Allowed);
        if (bad < 0 && !char.IsAsciiLetterOrDigit((char)value[0]))
        {
            bad = 0;
        }

        if (bad >= 0)
        {
            row.Fail(this, "E-REF-01", row.Hints.Position(TextValue.CountCharacters(value[..bad]) + 1));
        }
        else if (value.Length > MaxLength)
        {
            row.Fail(this, "E-REF-01", row.Hints.TooLong(value.Length, MaxLength));
        }
        else if (value.Length >= 10 && IdentityNumberScan.ContainsPerson(value, today))
        {
            row.Fail(this, "E-REF-03");
        }
        else
        {
            row.Row.SetCustomerRef(value);
            row.Write(Field, value);
        }
    }
}

/// <summary>Personnummer, samordningsnummer or interim number of the kinds the profile takes; stored as twelve characters.</summary>
internal sealed class IdentityNumberRule(DateOnly today, IReadOnlyList<IdentityNumberKind> kinds)
    : ColumnRule(CardField.NationalIdentityNumber, "national_identity_number")
{
    /// <summary>What a spreadsheet makes of the number itself has a code of its own.</summary>
    public override bool Allows(ValueDamageKind damage) =>
        damage is ValueDamageKind.Exponent or ValueDamageKind.DecimalZero or ValueDamageKind.TooNarrow;

    private readonly bool[] taken = [.. Enum.GetValues<IdentityNumberKind>().Select(kinds.Contains)];

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        var problem = SwedishIdentityNumber.Parse(value, today, out var number);
        if (problem == IdentityNumberProblem.None && !taken[(int)number.Kind])
        {
            problem = IdentityNumberProblem.NotAPerson;
        }

        if (problem != IdentityNumberProblem.None)
        {
            row.Fail(this, Code(problem), problem switch
            {
                IdentityNumberProblem.Form => row.Hints.Length(TextValue.CountCharacters(value)),
                IdentityNumberProblem.Implausible => value.StartsWith("18"u8)
                    ? row.Hints.EighteenForNineteen : row.Hints.OlderThan(SwedishIdentityNumber.OldestAge),
                _ => "",
            });
            return;
        }

        Span<byte> stored = stackalloc byte[SwedishIdentityNumber.Length];
        number.CopyTo(stored);
        row.Write(Field, stored);
        row.IdentityBirthDate = number.BirthDate;
        if (number.SignMissing)
        {
            row.Fail(this, "W-PNR-01");
        }
    }

    private static string Code(IdentityNumberProblem problem) => problem switch
    {
        IdentityNumberProblem.Date => "E-PNR-02",
        IdentityNumberProblem.ControlDigit => "E-PNR-03",
        IdentityNumberProblem.SerialZero => "E-PNR-04",
        IdentityNumberProblem.SpreadsheetDamage => "E-PNR-05",
        IdentityNumberProblem.NotAPerson => "E-PNR-06",
        IdentityNumberProblem.Future => "E-PNR-07",
        IdentityNumberProblem.Implausible => "E-DOB-03",
        _ => "E-PNR-01",
    };
}

/// <summary>A day not in the future, not longer ago than people live, that agrees with the identity number of the same row.</summary>
internal sealed class BirthDateRule(DateOnly today) : ColumnRule(CardField.BirthDate, "birth_date")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (value.SequenceEqual("0000-00-00"u8))
        {
            row.Fail(this, "E-DOB-03", row.Hints.NoDate);
        }
        else if (!DateText.TryParse(value, out var date) || date > today)
        {
            row.Fail(this, "E-DOB-01", row.Hints.DateForm(value));
        }
        else if (date < today.AddYears(-SwedishIdentityNumber.OldestAge))
        {
            row.Fail(this, "E-DOB-03", date.Year < 1910 && date is { Month: 1, Day: 1 } or { Month: 12, Day: >= 30 }
                ? row.Hints.NoDate : row.Hints.OlderThan(SwedishIdentityNumber.OldestAge));
        }
        else if (row.IdentityBirthDate is { } known && known != date)
        {
            row.Fail(this, "E-DOB-02");
        }
        else
        {
            row.Write(Field, value);
        }
    }
}

/// <summary>A Swedish organisation number; stored as NNNNNN-NNNC.</summary>
internal sealed class OrganisationNumberRule() : ColumnRule(CardField.OrgNumber, "org_number")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        Span<byte> stored = stackalloc byte[SwedishOrganisationNumber.Length];
        switch (SwedishOrganisationNumber.Parse(value, stored))
        {
            case OrganisationNumberProblem.None:
                row.Write(Field, stored);
                break;
            case OrganisationNumberProblem.ControlDigit:
                row.Fail(this, "E-ORG-02");
                break;
            case OrganisationNumberProblem.Person:
                row.Fail(this, "E-ORG-03");
                break;
            default:
                row.Fail(this, "E-ORG-01");
                break;
        }
    }
}
