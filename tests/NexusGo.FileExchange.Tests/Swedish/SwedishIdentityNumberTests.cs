using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.Swedish;

public class SwedishIdentityNumberTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public void Every_number_of_the_public_lists_is_judged_as_they_say()
    {
        // The lists take no blank for the sign; with twelve digits we do, because nothing can be lost.
        var numbers = PublicIdentityNumbers.All().Where(number => !number.Text.Contains(' ', StringComparison.Ordinal)).ToList();

        Assert.True(numbers.Count > 100, $"only {numbers.Count} numbers found");
        Assert.DoesNotContain(numbers, number => IsPerson(number.Text) != number.IsPerson);
    }

    [Theory]
    [InlineData("19821129-980", IdentityNumberProblem.Form)]
    [InlineData("", IdentityNumberProblem.Form)]
    [InlineData("1982112-99801", IdentityNumberProblem.Form)]
    [InlineData("19821129--9801", IdentityNumberProblem.Form)]
    [InlineData("821129 9801", IdentityNumberProblem.Form)]
    [InlineData("19821 1299801", IdentityNumberProblem.Form)]
    [InlineData("19821329-9801", IdentityNumberProblem.Date)]
    [InlineData("19820230-9801", IdentityNumberProblem.Date)]
    [InlineData("00001129-9801", IdentityNumberProblem.Date)]
    [InlineData("19821129+9801", IdentityNumberProblem.Date)]
    [InlineData("19821192-9801", IdentityNumberProblem.Date)]
    [InlineData("20270101-9801", IdentityNumberProblem.Future)]
    [InlineData("20261122-9801", IdentityNumberProblem.Future)]
    [InlineData("261122-9801", IdentityNumberProblem.Future)]
    [InlineData("1,98211E+11", IdentityNumberProblem.SpreadsheetDamage)]
    [InlineData("1.98211e+11", IdentityNumberProblem.SpreadsheetDamage)]
    [InlineData("2E+11", IdentityNumberProblem.SpreadsheetDamage)]
    [InlineData("198211299801,0", IdentityNumberProblem.SpreadsheetDamage)]
    [InlineData("198211000000", IdentityNumberProblem.SpreadsheetDamage)]
    [InlineData("########", IdentityNumberProblem.SpreadsheetDamage)]
    [InlineData("123", IdentityNumberProblem.Form)]
    [InlineData("Anna Ek", IdentityNumberProblem.Form)]
    public void What_is_wrong_has_its_own_name(string text, IdentityNumberProblem expected) =>
        Assert.Equal(expected, SwedishIdentityNumber.Parse(Encoding.UTF8.GetBytes(text), Today, out _));

    [Fact]
    public void Leading_zeros_lost_in_a_spreadsheet_are_recognised()
    {
        var number = TestPersons.Number(new DateOnly(2004, 5, 6), 985)[2..].TrimStart('0');

        Assert.Equal(9, number.Length);
        Assert.Equal(IdentityNumberProblem.SpreadsheetDamage, Parse(number, out _));
    }

    [Fact]
    public void Birth_number_000_is_refused_although_its_control_digit_fits()
    {
        var nine = "821129000";
        Assert.Equal(IdentityNumberProblem.SerialZero, Parse("19" + nine + TestPersons.ControlDigit(nine), out _));
    }

    [Fact]
    public void Every_control_digit_but_the_right_one_is_refused()
    {
        var number = TestPersons.Number(new DateOnly(1982, 11, 29), 980);
        for (var digit = '0'; digit <= '9'; digit++)
        {
            var expected = digit == number[11] ? IdentityNumberProblem.None : IdentityNumberProblem.ControlDigit;
            Assert.Equal(expected, Parse(number[..11] + digit, out _));
        }
    }

    [Theory]
    [InlineData("{0}-{1}")]
    [InlineData("{0}{1}")]
    [InlineData(" {0}-{1} ")]
    [InlineData("{0} - {1}")]
    [InlineData("{0}\u2013{1}")]
    [InlineData("{0}\u2212{1}")]
    [InlineData("{0}\u00A0\u2010\u00A0{1}")]
    [InlineData("\u00A0{0}{1}\t")]
    public void The_usual_ways_of_writing_give_the_same_twelve_digits(string form)
    {
        var number = TestPersons.Number(new DateOnly(1982, 11, 29), 981);
        foreach (var date in new[] { number[..8], number[2..8] })
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, date, number[8..]);
            Assert.Equal(IdentityNumberProblem.None, Parse(text, out var parsed));
            Assert.Equal(number, Stored(parsed));
            Assert.Equal(date.Length == 6 && !text.Contains('-') && !text.Any(c => c is '\u2013' or '\u2212' or '\u2010'),
                parsed.SignMissing);
        }
    }

    [Fact]
    public void A_plus_sign_holds_from_the_year_the_person_turns_100()
    {
        var born1926 = TestPersons.Number(new DateOnly(1926, 12, 31), 982);
        Assert.Equal(IdentityNumberProblem.None, Parse(born1926[2..8] + "+" + born1926[8..], out var parsed));
        Assert.Equal(new DateOnly(1926, 12, 31), parsed.BirthDate);

        var born1927 = TestPersons.Number(new DateOnly(1927, 1, 1), 982);
        Assert.Equal(IdentityNumberProblem.None, Parse(born1927[2..8] + "-" + born1927[8..], out parsed));
        Assert.Equal(new DateOnly(1927, 1, 1), parsed.BirthDate);
        Assert.Equal(IdentityNumberProblem.Date, Parse(born1927[..8] + "+" + born1927[8..], out _));
    }

    [Fact]
    public void A_samordningsnummer_has_a_real_birth_date()
    {
        Assert.Equal(IdentityNumberProblem.None,
            Parse(TestPersons.Number(new DateOnly(1982, 11, 29), 983, coordination: true), out var parsed));
        Assert.Equal(IdentityNumberKind.Samordningsnummer, parsed.Kind);
        Assert.Equal(new DateOnly(1982, 11, 29), parsed.BirthDate);
        Assert.Equal("identity number", parsed.ToString());
    }

    [Theory]
    [InlineData("800060981", "1980")] // month and day unknown
    [InlineData("800088982", "1980")] // month unknown
    [InlineData("800260983", "1980")] // day unknown
    [InlineData("800290984", "1980")] // 30 February
    [InlineData("810491985", "1981")] // 31 April
    public void Nasty79_A_samordningsnummer_may_leave_the_birth_date_open(string nine, string year)
    {
        var ten = nine + TestPersons.ControlDigit(nine);
        foreach (var form in new[] { year[..2] + ten, $"{year[..2]}{ten[..6]}-{ten[6..]}", $"{ten[..6]}-{ten[6..]}",
            $"{year[..2]}{ten[..6]} {ten[6..]}" })
        {
            Assert.Equal(IdentityNumberProblem.None, Parse(form, out var parsed));
            Assert.Equal(IdentityNumberKind.Samordningsnummer, parsed.Kind);
            Assert.Null(parsed.BirthDate);
            Assert.Equal(year[..2] + ten, Stored(parsed));
        }
    }

    [Theory]
    [InlineData(1820, 11, 29, IdentityNumberProblem.Implausible)]
    [InlineData(1880, 1, 1, IdentityNumberProblem.Implausible)]
    [InlineData(1906, 11, 20, IdentityNumberProblem.Implausible)]
    [InlineData(1906, 11, 21, IdentityNumberProblem.None)]
    public void Nobody_is_older_than_120_years(int year, int month, int day, IdentityNumberProblem expected) =>
        Assert.Equal(expected, Parse(TestPersons.Number(new DateOnly(year, month, day), 984), out _));

    [Fact]
    public void A_personnummer_has_no_open_birth_date()
    {
        Assert.Equal(IdentityNumberProblem.Date, Parse("198000159801", out _));
        Assert.Equal(IdentityNumberProblem.Date, Parse("198001009801", out _));
        Assert.Equal(IdentityNumberProblem.Date, Parse("198002309801", out _));
    }

    [Fact]
    public void A_blank_in_the_signs_place_is_taken_with_twelve_digits()
    {
        var number = TestPersons.Number(new DateOnly(1982, 11, 29), 981);
        Assert.Equal(IdentityNumberProblem.None, Parse($"{number[..8]} {number[8..]}", out var parsed));
        Assert.Equal(number, Stored(parsed));
        Assert.False(parsed.SignMissing);
        Assert.Equal(IdentityNumberProblem.None, Parse($"{number[..4]} {number[4..6]} {number[6..8]} {number[8..]}", out _));
        Assert.Equal(IdentityNumberProblem.Form, Parse($"{number[2..8]} {number[8..]}", out _));
    }

    [Theory]
    [InlineData("857209-0606")]
    [InlineData("8572090606")]
    [InlineData("168572090606")]
    public void An_organisation_number_is_not_a_person(string number) =>
        Assert.Equal(IdentityNumberProblem.NotAPerson, Parse(number, out _));

    [Fact]
    public void Random_bytes_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            SwedishIdentityNumber.Parse(bytes, Today, out _);
            SwedishOrganisationNumber.Parse(bytes, stackalloc byte[SwedishOrganisationNumber.Length]);
            IdentityNumberScan.ContainsPerson(bytes, Today);
        }).QuickCheckThrowOnFailure();

    // The public lists have people of the nineteenth century, who need no card any more.
    private static bool IsPerson(string text) => Parse(text, out _) is IdentityNumberProblem.None or IdentityNumberProblem.Implausible;

    private static IdentityNumberProblem Parse(string text, out SwedishIdentityNumber number) =>
        SwedishIdentityNumber.Parse(Encoding.UTF8.GetBytes(text), Today, out number);

    private static string Stored(SwedishIdentityNumber number)
    {
        Span<byte> bytes = stackalloc byte[SwedishIdentityNumber.Length];
        number.CopyTo(bytes);
        return Encoding.ASCII.GetString(bytes);
    }
}
