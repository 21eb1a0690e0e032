using System.CommandLine;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Demo;

/// <summary>The verbs of nexusgo-demo: the whole circle on one machine, and the production partner alone.</summary>
internal static class DemoCommandLine
{
    public static Task<int> RunAsync(string[] args) => ProgramEntry.RunAsync(() => ProgramEntry.ParseAsync(Build(), "nexusgo-demo", args));

    private static RootCommand Build() =>
        new("Plays customers and the production partner of a card bureau, for demos and trials. Not part of an installation.")
    {
        DemoCommand.Create(),
        SimulateProductionCommand.Create(),
        // ssh asks the program that started it for the passphrase of a key.
        AskPassCommand.Create(),
    };
}
