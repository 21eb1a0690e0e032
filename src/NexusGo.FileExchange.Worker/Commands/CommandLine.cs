using System.CommandLine;
<<<<<<< HEAD
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Photos;
=======
>>>>>>> origin/main
using NexusGo.FileExchange.Worker.Commands.Keys;
using NexusGo.FileExchange.Worker.Commands.Production;
using NexusGo.FileExchange.Worker.Commands.Retention;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>The verbs of nexusgo-fx, one file each; without a verb it runs the worker.</summary>
internal static class CommandLine
{
    public static readonly Option<string?> ConfigOption = new("--config", "-c")
    {
        Description = "Folder with appsettings.json (else NEXUSGO_CONFIG, else ./config, else /etc/nexusgo-fileexchange).",
        Recursive = true,
        HelpName = "folder",
    };

<<<<<<< HEAD
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [PhotoDecoderVerb.Name])
        {
            // In the sandbox: no configuration, no host.
            return PhotoDecoderVerb.Run();
        }

        try
        {
            return IsServiceStart(args, out var folder) ? await RunCommand.RunAsync(folder, CancellationToken.None) : await ParseAsync(args);
        }
        catch (ConfigurationException exception)
        {
            foreach (var problem in exception.Problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
            }

            await Console.Error.WriteLineAsync($"{exception.Problems.Count} problem(s) in the configuration.");
            return ExitCodes.Configuration;
        }
        catch (FileExchangeException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Reason}: {exception.Message}");
            return ExitCodes.Of(exception);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Ok;
        }
#pragma warning disable CA1031 // The last catch of the program: the exit code tells the cause.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return ExitCodes.Unexpected;
        }
    }
=======
    public static Task<int> RunAsync(string[] args) => ProgramEntry.RunAsync(() =>
        IsServiceStart(args, out var folder) ? RunCommand.RunAsync(folder, CancellationToken.None) : ProgramEntry.ParseAsync(Build(), "nexusgo-fx", args));
>>>>>>> origin/main

    /// <summary>
    /// The one line that a service manager starts the worker with. Making two dozen verbs ready to find out that it is none of them would cost a start more than
    /// reading its configuration, and stay in memory for as long as it runs.
    /// </summary>
    internal static bool IsServiceStart(string[] args, out string? folder)
    {
        folder = args is ["run", "--config", var named] && !named.StartsWith('-') ? named : null;
        return folder is not null || args is [] or ["run"];
    }

    internal static RootCommand Build()
    {
        var run = RunCommand.Create();
        var root = new RootCommand("Exchanges files with the customers of a card bureau: picks up orders over SFTP and answers them.")
        {
            ConfigOption,
            run,
            MigrateCommand.Create(),
            CheckConfigCommand.Create(),
            StatusCommand.Create(),
            PassportCommand.Create(),
            HistoryCommand.Create(),
            KeysCommand.Create(),
            RetentionCommand.Create(),
            HoldCommand.Create(),
            EraseCommand.Create(),
            AuditCommand.Create(),
            EvidenceCommand.Create(),
            IncidentCommand.Create(),
            RecordOfProcessingCommand.Create(),
            OffboardCommand.Create(),
            ProductionCommand.Create(),
            SchemaCommand.Create(),
            AskPassCommand.Create(),
        };
        root.SetAction((parsed, cancellationToken) => RunCommand.RunAsync(parsed.GetValue(ConfigOption), cancellationToken));
        return root;
    }
}
