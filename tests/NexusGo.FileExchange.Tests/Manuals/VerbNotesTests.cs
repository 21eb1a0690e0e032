using System.CommandLine;
using System.Reflection;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Manuals;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>Help, manual page and completions come from one source and leave no verb out.</summary>
public sealed class VerbNotesTests
{
    private static readonly RootCommand Root = CommandLine.Build();

    public static TheoryData<string> Verbs => [.. VerbNotes.Leaves(Root).Select(VerbNotes.PathOf)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_verb_has_examples_that_can_be_typed_and_exit_codes_that_have_a_meaning(string verb)
    {
        var note = VerbNotes.Of(Named(verb));

        Assert.True(note is not null, $"Add examples and exit codes of {verb} to VerbNotes.");
        Assert.NotEmpty(note.Examples);
        Assert.All(note.Examples, example =>
        {
            var parsed = Root.Parse(example.Split('>')[0].TrimEnd());
            Assert.Equal(Named(verb), parsed.CommandResult.Command);
            Assert.Empty(parsed.Errors);
        });
        Assert.Contains(ExitCodes.Ok, note.ExitCodes);
        Assert.Equal(note.ExitCodes.Distinct(), note.ExitCodes);
        Assert.All(note.ExitCodes, code => Assert.NotEmpty(VerbNotes.MeaningOf(code)));
    }

    [Fact]
    public void Every_exit_code_has_a_meaning_and_some_verb_that_ends_with_it()
    {
        var all = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (int)field.GetRawConstantValue()!).ToList();

        Assert.All(all, code => Assert.NotEmpty(VerbNotes.MeaningOf(code)));
        Assert.Empty(all.Except(VerbNotes.ExitCodesOfAll));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_of_a_verb_ends_with_its_examples_and_exit_codes(string verb)
    {
        using var output = new StringWriter();
        var parsed = Root.Parse($"{verb} --help");
        Assert.Empty(parsed.Errors);
        Assert.Equal(0, parsed.Invoke(new InvocationConfiguration { Output = output }));

        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"  nexusgo-fx {verb}", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Exit codes:", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_manual_page_has_every_verb_with_its_options(string verb)
    {
        var page = ManPage.Write(Root).Replace(@"\-", "-", StringComparison.Ordinal);

        Assert.Contains($"\n.SS {ManPage.Usage(Named(verb))}\n", page, StringComparison.Ordinal);
        Assert.All(Named(verb).Options.Where(option => !option.Hidden), option => Assert.Contains(option.Name, page,
            StringComparison.Ordinal));
        Assert.DoesNotContain(page.Split('\n'), line => line.StartsWith('\''));
    }

    [Fact]
    public void The_program_itself_says_what_may_come_next()
    {
        using var output = new StringWriter();
        Root.Parse(["[suggest:15]", "nexusgo-fx keys"]).Invoke(new InvocationConfiguration { Output = output });
        Root.Parse(["[suggest:16]", "nexusgo-fx keys "]).Invoke(new InvocationConfiguration { Output = output });

        Assert.Contains("rotate-customer", output.ToString(), StringComparison.Ordinal);
    }

    private static Command Named(string verb) => VerbNotes.Leaves(Root).Single(one => VerbNotes.PathOf(one) == verb);
}
