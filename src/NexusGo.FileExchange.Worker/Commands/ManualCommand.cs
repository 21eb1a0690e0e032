using System.CommandLine;
using NexusGo.FileExchange.Worker.Manuals;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>The manual page and the completions, made from the same definitions as <c>--help</c>.</summary>
internal static class ManualCommand
{
    public static Command Create()
    {
        var folder = new Option<string?>("--write")
        {
            Description = "Write nexusgo-fx.8, completion.bash, completion.zsh and completion.fish into this folder.",
            HelpName = "folder",
        };
        var command = new Command("manual", "Print the manual page, or write it and the completions of shells into a folder.") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var page = ManPage.Write((RootCommand)parsed.RootCommandResult.Command);
            if (parsed.GetValue(folder) is not { } name)
            {
                await Console.Out.WriteAsync(page.AsMemory(), cancellationToken);
                return ExitCodes.Ok;
            }

            Directory.CreateDirectory(name);
            foreach (var (file, content) in Files(page))
            {
                await File.WriteAllTextAsync(Path.Combine(name, file), content, cancellationToken);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static IEnumerable<(string Name, string Content)> Files(string page) =>
    [
        ("nexusgo-fx.8", page), ("completion.bash", Completions.Bash), ("completion.zsh", Completions.Zsh),
        ("completion.fish", Completions.Fish),
    ];
}
