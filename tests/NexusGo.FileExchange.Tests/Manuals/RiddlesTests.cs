using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>
/// Phrases that readers stumbled over, because nobody acts in them, or because one has to know the answer to understand them. None comes
/// back into a manual, a message or a comment.
/// </summary>
public sealed class RiddlesTests
{
    private static readonly string[] Riddles =
    [
        "believed only when seen", "believes a removal", "this is found out again", "nobody waits for its end", "being left in peace",
        "is left in peace", "be left in peace", "in nobody's hands", "is nobody's number", "what is not named belongs to",
    ];

    public static TheoryData<string> Pages => [.. ManualPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_manual_has_none(string page) => Assert.DoesNotContain(Riddles, riddle => IsIn(ManualPage.Read(page).Text, riddle));

    [Fact]
    public void No_message_or_comment_of_the_source_has_one() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)),
        file => File.ReadAllText(file) is var text && Riddles.Any(riddle => IsIn(text, riddle)));

    private static bool IsIn(string text, string riddle) => text.Contains(riddle, StringComparison.OrdinalIgnoreCase);
}
