using System.CommandLine;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Runs the worker until Ctrl-C or SIGTERM. Refuses to start on a problem of its own settings; a customer's bad file only degrades it.
/// </summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run the worker, until Ctrl-C or SIGTERM.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(string? directory, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));
        if (FileOwnership.CurrentUserId == 0 && FileOwnership.Of(configuration.Settings.DataDirectory) is { UserId: not 0 and var owner })
        {
            await Console.Error.WriteLineAsync(
                $"{configuration.Settings.DataDirectory} belongs to user {owner}, who could not read what root makes "
                + "there. Run: systemctl start nexusgo-fileexchange, or as that user: runuser -u NAME -- nexusgo-fx run");
            return ExitCodes.NoPermission;
        }

        await using var worker = await WorkerHost.BuildAsync(configuration, LogLevel.Information, cancellationToken);
        await worker.RunAsync(cancellationToken);
        return ExitCodes.Ok;
    }
}
