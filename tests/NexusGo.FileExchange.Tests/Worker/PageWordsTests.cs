using System.Text.RegularExpressions;
using NexusGo.FileExchange.Page.Text;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed partial class PageWordsTests
{
    [Fact]
    public void Every_word_that_a_view_asks_for_has_a_text_in_both_languages()
    {
        var asked = Directory.EnumerateFiles(Repository.PathOf("src/NexusGo.FileExchange.Page"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Asked().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Words.Known));
        Assert.All(Words.Known, word => Assert.All(PageContext.Languages, language => Assert.NotEmpty(Words.Get(word, language))));
    }

    [GeneratedRegex("Page\\[\"([a-zA-Z0-9-]+)\"\\]")]
    private static partial Regex Asked();
}
