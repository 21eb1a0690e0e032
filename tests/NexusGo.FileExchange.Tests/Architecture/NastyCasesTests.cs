using System.Globalization;
using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>The list of nasty cases and the tests' names say the same.</summary>
public sealed partial class NastyCasesTests
{
    [Fact]
    public void Every_nasty_case_has_a_test_or_a_reason_and_every_number_in_a_tests_name_is_listed()
    {
        var tested = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => TestName().Matches(File.ReadAllText(file)).Select(Number))
            .ToHashSet();
        var listed = Row().Matches(Repository.Read("tests/NASTY-CASES.md")).ToDictionary(Number, row => row.Groups["reason"].Value.Trim());

        Assert.Equal(Enumerable.Range(1, listed.Count), listed.Keys);
        Assert.Empty(tested.Except(listed.Keys));
        Assert.DoesNotContain(listed, one => one.Value.Length == 0 && !tested.Contains(one.Key));
    }

    private static int Number(Match match) => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Nasty(?<number>[0-9]+)")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| (?<number>[0-9]+) \| [^|]+ \|(?<reason>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
