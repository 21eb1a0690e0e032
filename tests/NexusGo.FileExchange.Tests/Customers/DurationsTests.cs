using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Tests.Customers;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("7d", 7 * 86400)]
    [InlineData("1h30m", 5400)]
    [InlineData("00:00:30", 30)]
    [InlineData("7.00:00:00", 7 * 86400)]
    public void Durations_are_read_as_people_and_as_dotnet_write_them(string text, int seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.Matches(new Regex(Durations.Pattern), text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("5 m")]
    [InlineData("m5")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("-5m")]
    [InlineData("5minutes")]
    public void Everything_else_is_refused(string text)
    {
        Assert.False(Durations.TryParse(text, out _));
        Assert.DoesNotMatch(new Regex(Durations.Pattern), text);
    }

    [Fact]
    public void A_refused_duration_is_told_with_what_may_stand_there()
    {
        var problems = new List<ConfigurationProblem>();
        CustomerProfileReader.Parse(
            """{ "CustomerId": "ACME", "Intake": { "PollInterval": "5 minutes", "StableFor": "90s" } }"""u8.ToArray(), "ACME.json",
            problems);
        Assert.Equal("ACME.json:1:53: Intake.PollInterval: found \"5 minutes\", allowed 00:00:00.100 to 1.00:00:00, as 30s, 5m, 2h, 7d or "
            + "[d.]hh:mm:ss. Write a number and its unit: d, h, m, s or ms",
            Assert.Single(problems, problem => problem.Setting.StartsWith("Intake", StringComparison.Ordinal)).ToString());
    }
}
