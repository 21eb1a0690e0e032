using System.Text.RegularExpressions;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>
/// The developers' recipes can be followed: each step fits the source as it is, and names nothing that is not there. What comes out of
/// all steps is built and tested by <c>tests/recipes.sh</c>.
/// </summary>
public sealed partial class RecipesTests
{
    /// <summary>A folder, a copy of the tree, into which the changed files are written.</summary>
    private const string FollowIn = "NEXUSGO_RECIPES_TO";

    private static readonly string Recipes = ManualPage.Read("src/RECIPES.md").Text;

    [Fact]
    public void Every_step_of_a_worked_example_fits_the_source()
    {
        var changed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in RecipeStep.All(Recipes))
        {
            changed[step.File] = step.ApplyTo(changed.GetValueOrDefault(step.File)
                ?? (File.Exists(Repository.PathOf(step.File)) ? Repository.Read(step.File) : null));
        }

        Assert.InRange(changed.Count, 12, int.MaxValue);
        if (Environment.GetEnvironmentVariable(FollowIn) is { Length: > 0 } copy)
        {
            foreach (var (file, text) in changed)
            {
                File.WriteAllText(Path.Combine(copy, file), text);
            }
        }
    }

    [Theory]
    [InlineData("A column of order files")]
    [InlineData("A code")]
    [InlineData("A setting")]
    [InlineData("An action of request files")]
    [InlineData("An engine")]
    [InlineData("A column of a table")]
    public void There_is_a_worked_example_of(string task)
    {
        var example = Recipes.Split($"\n## {task}\n")[1].Split("\n## ")[0];

        Assert.InRange(RecipeStep.All(example).Count(), 2, int.MaxValue);
        Assert.Matches(@"(?s)^\s.*\n1\. .+\n2\. .+\n3\. ", example);
    }

    [Theory]
    [InlineData("one\ntwo\n", " one\n+new\n two", "one\nnew\ntwo\n")]
    [InlineData("one\ntwo\n", "-two\n+new", "one\nnew\n")]
    [InlineData("one\ntwo\n", " three\n+new", null)]
    [InlineData("one\none\n", " one\n+new", null)]
    public void A_step_changes_the_one_place_that_it_shows(string before, string lines, string? after)
    {
        var step = RecipeStep.All($"```diff\n--- a.cs\n{lines}\n```\n").Single();

        if (after is null)
        {
            Assert.Throws<InvalidDataException>(() => step.ApplyTo(before));
        }
        else
        {
            Assert.Equal(after, step.ApplyTo(before));
        }
    }

    [Fact]
    public void Every_type_and_member_that_a_recipe_names_is_in_the_source()
    {
        var words = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet();
        var named = Name().Matches(Recipes).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.InRange(named.Count, 20, int.MaxValue);
        Assert.Empty(named.Except(words));
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
