using System.Text.RegularExpressions;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>The developers' recipes send nobody to a type, member or folder that is not there any more.</summary>
public sealed partial class RecipesTests
{
    private static readonly string Recipes = ManualPage.Read("src/README.md").Text.Split("\n## Recipes\n")[1].Split("\n## ")[0];

    [Fact]
    public void Every_type_and_member_that_a_recipe_names_is_in_the_source()
    {
        var words = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet();
        var named = Name().Matches(Recipes).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.InRange(named.Count, 10, int.MaxValue);
        Assert.Empty(named.Except(words));
    }

    [Theory]
    [InlineData("A column of order files")]
    [InlineData("A code")]
    [InlineData("An action of request files")]
    [InlineData("A setting")]
    [InlineData("A verb")]
    public void There_is_a_recipe_of_steps_for(string task) =>
        Assert.Matches($@"(?s)\*\*{task}\.\*\* 1\.\s.+?\s2\.\s.+?\s3\.\s", Recipes);

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
