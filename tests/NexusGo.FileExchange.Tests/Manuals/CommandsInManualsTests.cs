using System.CommandLine;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>Every command of nexusgo-fx that a manual shows is one: its verbs and its options exist.</summary>
public sealed partial class CommandsInManualsTests
{
    private static readonly RootCommand Root = CommandLine.Build();

    public static TheoryData<string> Pages => [.. ManualPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Verbs_and_options_exist(string page) =>
        Assert.All(CommandsOf(ManualPage.Read(page)), command => Assert.Null(ProblemOf(command)));

    [Theory]
    [InlineData("nexusgo-fx status --json", null)]
    [InlineData("nexusgo-fx keys rotate --overlap <days>", null)]
    [InlineData("nexusgo-fx keys spin", "keys has no verb spin.")]
    [InlineData("nexusgo-fx status --jsn", "status has no option --jsn.")]
    [InlineData("nexusgo-fx frobnicate", "nexusgo-fx has no verb frobnicate.")]
    public void A_command_that_is_none_is_found(string command, string? problem) => Assert.Equal(problem, ProblemOf(command));

    [Fact]
    public void The_operators_manual_shows_commands() =>
        Assert.InRange(CommandsOf(ManualPage.Read("install/README.md")).Count(), 20, int.MaxValue);

    private static IEnumerable<string> CommandsOf(ManualPage page)
    {
        var isVerbs = false;
        foreach (var row in page.TableRows)
        {
            isVerbs = row[0] == "verb" || (isVerbs && row[0].StartsWith('`'));
            if (isVerbs && row[0] != "verb" && row[0].Split('`') is [_, var command, ..])
            {
                yield return "nexusgo-fx " + command;
            }
        }

        foreach (var text in page.CodeSpans.Concat(page.FencedLines))
        {
            foreach (Match match in Command().Matches(text))
            {
                yield return match.Value;
            }
        }
    }

    private static string? ProblemOf(string text)
    {
        Command command = Root;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word => word.TrimStart('[')
            .TrimEnd(']', ',', '.', ';', ':')).TakeWhile(word => word is not ("#" or "…" or "|" or ">" or "&&")))
        {
            if (word.StartsWith('-'))
            {
                var name = word.Split('=')[0];
                if (!Options(command).Any(option => option.Name == name || option.Aliases.Contains(name)))
                {
                    return $"{command.Name} has no option {name}.";
                }
            }
            else if (command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb)
            {
                command = verb;
            }
            else if (command.Arguments.Count == 0 && command.Subcommands.Count > 0)
            {
                return $"{(command == Root ? "nexusgo-fx" : command.Name)} has no verb {word}.";
            }
        }

        return null;
    }

    private static IEnumerable<Option> Options(Command command) => command.Options.Concat(Root.Options);

    [GeneratedRegex(@"nexusgo-fx(?: +(?:\[?--?[a-z]|[a-z])[^|#>`()]*)")]
    private static partial Regex Command();
}
