using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>One block of a recipe: the lines of a file that it finds, and those that it puts in their place.</summary>
/// <param name="File">The file's path in the tree.</param>
/// <param name="Before">The lines that the file has, once; empty: the file is new.</param>
/// <param name="After">The lines that it has afterwards.</param>
internal sealed partial record RecipeStep(string File, string Before, string After)
{
    public static IEnumerable<RecipeStep> All(string markdown) => Block().Matches(markdown).Select(match =>
    {
        var indent = match.Groups["indent"].Length;
        var lines = match.Groups["lines"].Value.TrimEnd('\n').Split('\n').Select(line => line[Math.Min(indent, line.Length)..]).ToList();
        return new RecipeStep(match.Groups["file"].Value, Of(lines, '-'), Of(lines, '+'));
    });

    /// <exception cref="InvalidDataException">The file does not have the lines, or has them twice, or a new one exists.</exception>
    public string ApplyTo(string? text)
    {
        if (Before.Length == 0)
        {
            return text is null ? After + "\n" : throw new InvalidDataException($"{File} is there already.");
        }

        var (all, wanted) = ($"\n{text}", $"\n{Before}\n");
        var at = all.IndexOf(wanted, StringComparison.Ordinal);
        return at >= 0 && all.IndexOf(wanted, at + 1, StringComparison.Ordinal) < 0
            ? string.Concat(all.AsSpan(0, at), $"\n{After}\n", all.AsSpan(at + wanted.Length))[1..]
            : throw new InvalidDataException($"{File} does not have these lines exactly once:\n{Before}");
    }

    private static string Of(List<string> lines, char sign) =>
        string.Join('\n', lines.Where(line => line.Length == 0 || line[0] == ' ' || line[0] == sign)
            .Select(line => line.Length == 0 ? "" : line[1..]));

    [GeneratedRegex("^(?<indent> *)```diff\n *---(?: /dev/null\n *\\+\\+\\+)? (?<file>\\S+)\n(?<lines>.*?)^ *```$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
