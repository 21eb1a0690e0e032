using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>The usual help of a verb, then its examples and exit codes.</summary>
internal sealed class HelpWithNotes(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Lets <c>--help</c> of every verb tell its notes as well.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithNotes((HelpAction)help.Action!);
    }

    /// <summary>Whoever asks for help has not typed what the verb needs.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        if (VerbNotes.Of(parseResult.CommandResult.Command) is { } note)
        {
            Write(note, parseResult.InvocationConfiguration.Output);
        }

        return exitCode;
    }

    private static void Write(VerbNote note, TextWriter output)
    {
        output.WriteLine("Examples:");
        foreach (var example in note.Examples)
        {
            output.WriteLine($"  nexusgo-fx {example}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach (var code in note.ExitCodes.Order())
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {code,2}  {VerbNotes.MeaningOf(code)}"));
        }

        output.WriteLine();
    }
}
