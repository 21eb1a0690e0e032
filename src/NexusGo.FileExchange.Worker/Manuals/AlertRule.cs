using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>An alert as the file of rules for Prometheus words it.</summary>
internal sealed partial record AlertRule(string Name, string Severity, string Summary, string Action)
{
    /// <summary>Reads the words of each rule; its expression is Prometheus's to read.</summary>
    public static IReadOnlyList<AlertRule> Read(string rules) => [.. Rule().Matches(rules).Select(match => new AlertRule(
        match.Groups["name"].Value, match.Groups["severity"].Value, Value().Replace(match.Groups["summary"].Value, "*$1*"),
        match.Groups["action"].Value))];

    [GeneratedRegex("- alert: (?<name>\\w+)\n.*?severity: (?<severity>\\w+).*?summary: \"(?<summary>[^\"]*)\"\\s+"
        + "action: \"(?<action>[^\"]*)\"", RegexOptions.Singleline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\{\{ \$(?:labels\.)?(\w+)[^}]*\}\}")]
    private static partial Regex Value();
}
