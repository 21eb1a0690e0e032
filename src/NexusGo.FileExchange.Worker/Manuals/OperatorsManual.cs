using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>The tables of the operators' manual that are made from the code: every alarm, what it means and what to do.</summary>
internal static class OperatorsManual
{
    /// <summary>The page with such tables, inside the folder <c>install</c> of a checkout.</summary>
    public const string Page = "ALARMS.md";

    /// <summary>The alert rules, inside the same folder.</summary>
    public const string AlertRules = "prometheus/nexusgo-fileexchange.rules.yml";

    /// <summary>The page with its tables made anew.</summary>
    /// <param name="page">The page as it is.</param>
    /// <param name="alertRules">The content of <see cref="AlertRules"/>.</param>
    public static string Update(string page, string alertRules) => MadeBlocks.Update(page, name => name switch
    {
        "health of the service" => Health(ServiceRules.All.Select(rule => (rule.Name, HealthTexts.OfService(rule.Name)))),
        "health of a customer" => Health(AreaRules.All.Select(rule => (rule.Name, HealthTexts.OfArea(rule.Name)))),
        "events" => Events(),
        "alerts" => Alerts(AlertRule.Read(alertRules)),
        _ => throw new InvalidDataException($"Nothing makes a block of the name {name}."),
    });

    private static string Health(IEnumerable<(string Name, (string Means, string Do) Text)> rules)
    {
        var text = new StringBuilder("| rule | what it means | what to do |\n|---|---|---|\n");
        foreach (var (name, (means, cure)) in rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Cell(means)} | {Cell(cure)} |\n");
        }

        return text.ToString();
    }

    private static string Events()
    {
        var text = new StringBuilder("| event | level | what the log says | what to do |\n|---|---|---|---|\n");
        foreach (var one in LogEvents.Alarms)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {one.EventId} | {one.Level.ToString().ToLowerInvariant()} | "
                + $"{Cell(LogEvents.Readable(one.Message))} | {Cell(EventTexts.Of(one.EventId))} |\n");
        }

        return text.ToString();
    }

    private static string Alerts(IEnumerable<AlertRule> rules)
    {
        var text = new StringBuilder("| alert | severity | what it says | what to do |\n|---|---|---|---|\n");
        foreach (var rule in rules)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| `{rule.Name}` | {rule.Severity} | {Cell(rule.Summary)} | {Cell(rule.Action)} |\n");
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);
}
