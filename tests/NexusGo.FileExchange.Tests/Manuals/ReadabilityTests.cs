using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>
/// Plain language in numbers: how many words a sentence has on average, and the longest. A list item and a paragraph end a sentence; code
/// counts as one word; tables, headings and blocks of code are left out.
/// </summary>
public sealed partial class ReadabilityTests
{
    private const double MostOnAverage = 20;

    // Customers read without knowing the product, so their sentences are the shortest. The other bounds may only sink.
    private static int LongestOf(string page) => page.StartsWith("samples/", StringComparison.Ordinal) ? 30 : 40;

    public static TheoryData<string> Pages => [.. ManualPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Sentences_are_short(string page)
    {
        var sentences = Sentences(ManualPage.Read(page)).Select(text => (Text: text, Words: Word().Count(text)))
            .Where(sentence => sentence.Words > 1).ToList();
        var (longest, words) = sentences.MaxBy(sentence => sentence.Words);

        Assert.NotEmpty(sentences);
        Assert.True(sentences.Average(sentence => sentence.Words) <= MostOnAverage,
            $"{page} has {sentences.Average(sentence => sentence.Words):0.0} words a sentence; {MostOnAverage} are allowed.");
        Assert.True(words <= LongestOf(page), $"{page} has a sentence of {words} words; {LongestOf(page)} are allowed: {longest}");
    }

    [Fact]
    public void A_long_sentence_is_counted_whole()
    {
        var sentences = Split("One `nexusgo-fx status` two [three](four.md). Five. Six e.g. seven");

        Assert.Equal(["One x two three.", "Five.", "Six e.g. seven"], sentences);
    }

    private static IEnumerable<string> Sentences(ManualPage page)
    {
        var paragraph = "";
        foreach (var line in page.Prose.Select(line => line.TrimStart(' ', '>')).Append(""))
        {
            var isItem = Item().IsMatch(line);
            if (line.Length == 0 || line[0] is '#' or '|' or '<' || isItem)
            {
                foreach (var sentence in Split(paragraph))
                {
                    yield return sentence;
                }

                paragraph = isItem ? Item().Replace(line, "") : "";
            }
            else
            {
                paragraph += " " + line;
            }
        }
    }

    /// <summary>A full stop ends a sentence where a blank and a capital letter, a quotation or code follow.</summary>
    private static string[] Split(string paragraph) => End().Split(Link().Replace(Code().Replace(paragraph, "x"), "$1")
        .Replace("*", "", StringComparison.Ordinal).Trim());

    [GeneratedRegex(@"[\p{L}\p{N}'’_-]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^([-*]|[0-9]+\.) ")]
    private static partial Regex Item();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\p{N}""”(x])")]
    private static partial Regex End();
}
