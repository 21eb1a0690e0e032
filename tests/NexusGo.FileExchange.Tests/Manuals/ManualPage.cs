using System.Text.RegularExpressions;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>One page of a manual, taken apart as far as the tests of manuals need it.</summary>
internal sealed partial class ManualPage
{
    /// <summary>Every page that a reader is sent to, by its path.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "README.md", "config/README.md", "src/README.md", "src/RECIPES.md", "src/THREATS.md",
        .. Below("install"), .. Below("samples"),
    ];

    /// <summary>The customers' pages in English; each has a Swedish one beside it.</summary>
    public static readonly IReadOnlyList<string> Customers =
        [.. Below("samples").Where(page => !page.EndsWith(".sv.md", StringComparison.Ordinal))];

    private ManualPage(string path, string text)
    {
        Path = path;
        Text = text;
        Lines = text.Split('\n');
    }

    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    public IEnumerable<string> Headings => Prose.Where(line => line.StartsWith('#'));

    /// <summary>The lines outside of fenced blocks.</summary>
    public IEnumerable<string> Prose
    {
        get
        {
            var isFenced = false;
            foreach (var line in Lines)
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    isFenced = !isFenced;
                }
                else if (!isFenced)
                {
                    yield return line;
                }
            }
        }
    }

    /// <summary>Rows of tables as their cells, header rows included, rulers left out.</summary>
    public IEnumerable<string[]> TableRows => Prose.Where(line => line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal))
        .Select(line => Bar().Split(line)[1..^1].Select(cell => cell.Trim()).ToArray());

    /// <summary>What stands between backquotes, outside of fenced blocks.</summary>
    public IEnumerable<string> CodeSpans => Prose.SelectMany(line => Span().Matches(line).Select(match => match.Groups[1].Value));

    /// <summary>The lines of fenced blocks.</summary>
    public IEnumerable<string> FencedLines => Lines.Except(Prose);

    /// <summary>The blocks of one language, such as sh.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. Fence().Matches(Text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    public IEnumerable<string> Links => Prose.SelectMany(line => Link().Matches(line).Select(match => match.Groups[1].Value));

    /// <summary>The names by which a link can point at a heading, as the usual renderers make them.</summary>
    public IReadOnlySet<string> Anchors => Headings.Select(AnchorOf).ToHashSet();

    public static string AnchorOf(string heading) =>
        NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    public static ManualPage Read(string path) => new(path, Repository.Read(path));

    public ManualPage InSwedish() => Read(Path[..^".md".Length] + ".sv.md");

    private static IEnumerable<string> Below(string folder) => Directory
        .EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}
