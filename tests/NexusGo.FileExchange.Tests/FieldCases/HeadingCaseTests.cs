using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>Headings with asterisks, units, line breaks and abbreviations mean the column they name.</summary>
public class HeadingCaseTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var cell in FieldTable.Read("headings.txt", 2))
        {
            cases.Add(cell[0], cell[1]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_heading_means_its_column(string heading, string column)
    {
        var rules = OrderRules.Compile(FieldProfiles.Of(AnswerLanguage.En), DemoProfile.Today);

        Assert.True(rules.TryGetColumn(FieldTable.Unescape(heading), out var rule), heading);
        Assert.Equal(column, rule.Name);
    }
}
