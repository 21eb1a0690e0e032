using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.Swedish;

/// <summary>What spreadsheets make of identity numbers, up to the last value that still looks so.</summary>
public class SpreadsheetDamageTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(12, 31, true)]
    [InlineData(13, 1, false)]
    [InlineData(1, 32, false)]
    [InlineData(1, 59, false)]
    [InlineData(1, 60, true)]
    [InlineData(1, 91, true)]
    [InlineData(1, 92, false)]
    public void Lost_zeros_are_put_back_where_month_and_day_can_be_real(int month, int day, bool isDamage)
    {
        var nine = string.Create(CultureInfo.InvariantCulture, $"00{month:00}{day:00}985");
        var control = TestPersons.ControlDigit(nine);
        Assert.Equal(isDamage, IsDamage($"{nine}{control}".TrimStart('0')));
        Assert.False(IsDamage($"{nine}{(control + 1) % 10}".TrimStart('0')));
    }

    [Theory]
    [InlineData("1E5", true)]
    [InlineData("1.50E5", true)]
    [InlineData("1,98211E-11", true)]
    [InlineData("1E", false)]
    [InlineData("1E+", false)]
    [InlineData("1EA5", false)]
    [InlineData("1F5", false)]
    [InlineData("E5", false)]
    [InlineData("198211299801,0", true)]
    [InlineData("198211299801.00", true)]
    [InlineData("198211299801,5", false)]
    [InlineData(",0", false)]
    [InlineData("#", true)]
    [InlineData("##1", false)]
    public void Numbers_written_as_floating_point_and_cells_too_narrow_are_recognised(string text, bool isDamage) =>
        Assert.Equal(isDamage, IsDamage(text));

    [Theory]
    [InlineData('\u2010', true)]
    [InlineData('\u2011', true)]
    [InlineData('\u2012', true)]
    [InlineData('\u2013', true)]
    [InlineData('\u2212', true)]
    [InlineData('\u200F', false)]
    [InlineData('\u2014', false)]
    [InlineData('\u2211', false)]
    [InlineData('\u2213', false)]
    public void Of_the_dashes_those_count_that_word_processors_make_of_a_hyphen(char dash, bool counts)
    {
        var number = TestPersons.Number(new DateOnly(1982, 11, 29), 981);
        Assert.Equal(counts ? IdentityNumberProblem.None : IdentityNumberProblem.Form, Parse($"{number[..8]}{dash}{number[8..]}"));
    }

    private static bool IsDamage(string text) => Parse(text) == IdentityNumberProblem.SpreadsheetDamage;

    private static IdentityNumberProblem Parse(string text) => SwedishIdentityNumber.Parse(Encoding.UTF8.GetBytes(text), Today, out _);
}
