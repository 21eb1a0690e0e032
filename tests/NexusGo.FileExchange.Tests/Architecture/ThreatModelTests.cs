using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>The threat model names tests that exist, and every row names one.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public void Every_row_names_tests_that_exist()
    {
        var rows = Repository.Read("src/THREATS.md").Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();
        var methods = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToHashSet();

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var named = Named().Matches(row.Split('|')[^2]).Select(match => match.Groups["name"].Value).ToList();
            Assert.NotEmpty(named);
            Assert.Empty(named.Except(methods));
        });
    }

    /// <summary>A pattern of a profile is tried on names that customers choose: one that steps back could take for ever.</summary>
    [Fact]
    [Trait("Attack", "20.0 a name that makes a regular expression step back for ever")]
    public void No_regular_expression_made_at_run_time_steps_back()
    {
        var made = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => MadeExpression().Matches(File.ReadAllText(file))
                .Select(match => (File: Path.GetFileName(file), Text: match.Value)))
            .ToList();

        Assert.NotEmpty(made);
        Assert.Empty(made.Where(one => !one.Text.Contains("NonBacktracking", StringComparison.Ordinal)).Select(one => one.File));
    }

    [GeneratedRegex(@"(?:void|Task) (?<name>[A-Za-z0-9_]+)\(")]
    private static partial Regex Method();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9_]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"new Regex\([^;]*;", RegexOptions.Singleline)]
    private static partial Regex MadeExpression();
}
