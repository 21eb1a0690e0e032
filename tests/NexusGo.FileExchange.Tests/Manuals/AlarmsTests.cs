using System.Globalization;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Manuals;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>
/// Every alarm has one line with its meaning and cure, made from the code; <c>GeneratedConfigurationTests</c> fails while the page is old.
/// </summary>
public sealed partial class AlarmsTests
{
    private static readonly ManualPage Page = ManualPage.Read($"install/{OperatorsManual.Page}");

    public static TheoryData<string> OperatorsPages =>
        [.. ManualPage.All.Where(page => page.StartsWith("install/", StringComparison.Ordinal))];

    [Fact]
    public void Every_rule_of_health_stands_there_with_its_cure() => Assert.All(
        ServiceRules.All.Select(rule => rule.Name).Concat(AreaRules.All.Select(rule => rule.Name)),
        name => Assert.Contains(Page.TableRows, row => row.Length == 3 && row[0] == $"`{name}`" && row[1].Length > 5 && row[2].Length > 5));

    [Fact]
    public void Every_warning_and_error_of_the_log_has_a_cure_and_no_cure_is_left_over()
    {
        Assert.InRange(LogEvents.Alarms.Count(), 40, int.MaxValue);
        Assert.Equal(LogEvents.Alarms.Select(one => one.EventId), EventTexts.Known.Order());
        Assert.All(LogEvents.Alarms, one => Assert.Contains(Page.TableRows,
            row => row.Length == 4 && row[0] == one.EventId.ToString(CultureInfo.InvariantCulture) && row[3].Length > 5));
    }

    [Fact]
    public void Every_alert_of_Prometheus_stands_there_with_its_cure()
    {
        var file = Architecture.Repository.Read($"install/{OperatorsManual.AlertRules}");
        var rules = AlertRule.Read(file);

        Assert.Equal(Alert().Matches(file).Select(match => match.Groups[1].Value), rules.Select(rule => rule.Name));
        Assert.All(rules, rule => Assert.Contains(Page.TableRows, row => row[0] == $"`{rule.Name}`" && row[^1] == rule.Action));
    }

    [Theory]
    [MemberData(nameof(OperatorsPages))]
    public void An_event_that_a_manual_names_is_one(string page) => Assert.Empty(
        Event().Matches(ManualPage.Read(page).Text).SelectMany(match => Number().Matches(match.Value))
            .Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).Except(LogEvents.All.Select(one => one.EventId)));

    [Theory]
    [InlineData("{Customer}: file {FileId} waits since {Oldest:u}", "*customer*: file *file id* waits since *oldest*")]
    [InlineData("nothing is filled in", "nothing is filled in")]
    public void A_message_is_readable_without_what_is_filled_in(string message, string readable) =>
        Assert.Equal(readable, LogEvents.Readable(message));

    [GeneratedRegex("- alert: ([A-Za-z]+)")]
    private static partial Regex Alert();

    /// <summary>As prose writes them: event 7022, events 5603, 5604, (log 3501), (5603), EVENT_ID=7022.</summary>
    [GeneratedRegex(@"(?:[Ee]vents? |log |EVENT_ID=|\()[1-8][0-9]{3}(?:(?:, | and )[1-8][0-9]{3})*(?![0-9 ]*(?:bytes|MB|rows|cards))\b")]
    private static partial Regex Event();

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex Number();
}
