using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>The Swedish and the English customer read the same: what is there in one language is there in the other.</summary>
public sealed partial class BothLanguagesTests
{
    public static TheoryData<string> Pages => [.. ManualPage.Customers];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Headings_stand_in_the_same_order_and_depth(string page)
    {
        var english = ManualPage.Read(page);

        Assert.Equal(english.Headings.Select(Depth), english.InSwedish().Headings.Select(Depth));

        static int Depth(string heading) => heading.TakeWhile(sign => sign == '#').Count();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Tables_have_the_same_rows_and_columns(string page)
    {
        var english = ManualPage.Read(page);

        Assert.Equal(english.TableRows.Select(Shape), english.InSwedish().TableRows.Select(Shape));

        // Code in the first cell is what the row is about, and no language changes it, but for what a person fills in.
        static string Shape(string[] cells) => $"{cells.Length} cells, about {string.Join(' ', Code().Matches(cells[0])
            .Select(match => match.Value.Replace("<namn>", "<name>", StringComparison.Ordinal)))}";
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Lists_commands_and_examples_are_the_same(string page)
    {
        var english = ManualPage.Read(page);
        var swedish = english.InSwedish();

        Assert.Equal(english.Prose.Count(IsItem), swedish.Prose.Count(IsItem));
        Assert.All(["sh", "text", "csv"], language => Assert.Equal(english.Blocks(language), swedish.Blocks(language)));

        static bool IsItem(string line) => Item().IsMatch(line);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_same_codes_files_and_folders_are_named(string page)
    {
        var english = ManualPage.Read(page);

        Assert.Equal(Named(english), Named(english.InSwedish()));

        static IEnumerable<string> Named(ManualPage page) => page.CodeSpans.Where(span => Name().IsMatch(span)).Distinct()
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_the_same_places_each_in_its_own_language(string page)
    {
        var english = ManualPage.Read(page);

        Assert.Equal(english.Links.Select(Target), english.InSwedish().Links.Select(Target));

        static string Target(string link) => link.Split('#')[0].Replace(".sv.md", ".md", StringComparison.Ordinal);
    }

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\s*([-*]|[0-9]+\.) ")]
    private static partial Regex Item();

    /// <summary>Published codes, words in capitals, names of files, folders and columns.</summary>
    [GeneratedRegex(@"^([FEWR]-[A-Z]{3}-[0-9]{2}|[A-Z_]{3,}|/[a-z/]+/|[a-z0-9]+(_[a-z0-9]+)+|[A-Z]{3}_[^\s<]*)$")]
    private static partial Regex Name();
}
