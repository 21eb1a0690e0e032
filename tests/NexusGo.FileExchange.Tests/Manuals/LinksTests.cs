using System.Text.RegularExpressions;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>Whatever a manual points at is there.</summary>
public sealed partial class LinksTests
{
    public static TheoryData<string> Pages => [.. ManualPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_a_file_and_to_a_heading_in_it(string page)
    {
        var from = ManualPage.Read(page);

        Assert.All(from.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)), link =>
        {
            var (file, anchor) = link.Split('#') is [var name, var heading] ? (name, heading) : (link, "");
            var target = file.Length == 0 ? page : Path.GetRelativePath(Repository.Root,
                Path.GetFullPath(file, Path.GetDirectoryName(Repository.PathOf(page))!));

            Assert.True(Path.Exists(Repository.PathOf(target)), $"{page} links to {target}, which is not there.");
            Assert.True(anchor.Length == 0 || ManualPage.Read(target).Anchors.Contains(anchor),
                $"{page} links to {target}#{anchor}, and no heading there makes this anchor.");
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_of_the_source_tree_exist(string page) => Assert.All(
        ManualPage.Read(page).CodeSpans.Select(span => SourcePath().Match(span)).Where(match => match.Success),
        match => Assert.True(Path.Exists(Repository.PathOf(match.Value)), $"{page} names {match.Value}, which is not there."));

    [Fact]
    public void Headings_become_anchors_as_on_the_web() => Assert.Equal(
        ["kom-i-gång-på-fem-minuter", "1-write-a-file", "what-is-kept-and-how-long"],
        new[] { "## Kom i gång på fem minuter", "### 1. Write a file", "## What is kept, and how long" }.Select(ManualPage.AnchorOf));

    [GeneratedRegex("^(?:src|tests|install|config|samples)/[A-Za-z0-9_./-]+$")]
    private static partial Regex SourcePath();
}
