using System.Text.RegularExpressions;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>The list of crash points and the source say the same.</summary>
public sealed partial class CrashPointListTests
{
    [Fact]
    public void Every_crash_point_of_the_source_is_listed_and_every_listed_one_is_in_the_source()
    {
        var source = Path.Combine(Repository.Root, "src");
        var passed = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Call().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToHashSet();
        Assert.Equal(CrashPoint.All.Order(StringComparer.Ordinal), passed.Order(StringComparer.Ordinal));
        Assert.Equal(CrashPoint.All.Length, CrashPoint.All.Distinct().Count());
    }

    [Fact]
    public void No_crash_point_is_passed_by_another_way_than_a_literal()
    {
        var calls = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("/CrashPoint.cs", StringComparison.Ordinal))
            .Sum(file => AnyCall().Count(File.ReadAllText(file)) - Call().Count(File.ReadAllText(file)));
        Assert.Equal(0, calls);
    }

    [GeneratedRegex("""CrashPoint\.Pass\("(?<name>[a-z.-]+)"\)""")]
    private static partial Regex Call();

    [GeneratedRegex(@"CrashPoint\.Pass\(")]
    private static partial Regex AnyCall();
}
