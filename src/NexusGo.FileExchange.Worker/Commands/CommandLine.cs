using System.CommandLine;
using NexusGo.FileExchange.Worker.Commands.Keys;
using NexusGo.FileExchange.Worker.Commands.Production;
using NexusGo.FileExchange.Worker.Commands.Retention;
using NexusGo.FileExchange.Worker.Manuals;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>The verbs of nexusgo-fx, one file each; without a verb it prints how it is used.</summary>
internal static class CommandLine
{
    public static readonly Option<string?> ConfigOption = new("--config", "-c")
    {
        Description = "Folder with appsettings.json (else NEXUSGO_CONFIG, else /etc/nexusgo-fileexchange).",
        Recursive = true,
        HelpName = "folder",
    };

    public static Task<int> RunAsync(string[] args) => ProgramEntry.RunAsync(() =>
        IsServiceStart(args, out var folder) ? RunCommand.RunAsync(folder, CancellationToken.None)
            : ProgramEntry.ParseAsync(Build(), "nexusgo-fx", args));

    /// <summary>
    /// The one line that a service manager starts the worker with. Making two dozen verbs ready to find out that it is none of them would
    /// cost a start more than reading its configuration, and stay in memory for as long as it runs.
    /// </summary>
    internal static bool IsServiceStart(string[] args, out string? folder)
    {
        folder = args is ["run", "--config", var named] && !named.StartsWith('-') ? named : null;
        return folder is not null || args is ["run"];
    }

    internal static RootCommand Build()
    {
        var run = RunCommand.Create();
        var root = new RootCommand("Exchanges files with the customers of a card bureau: picks up orders over SFTP and answers them.")
        {
            ConfigOption,
            run,
            MigrateCommand.Create(),
            CheckConfigCommand.Create(), Configure.ConfigDiffCommand.CreateGroup(),
            StatusCommand.Create(),
            Probe.ProbeCommand.Create(),
            NewCustomer.AddCustomerCommand.Create(),
            Explain.ExplainCommand.Create(), PauseCommand.CreatePause(), PauseCommand.CreateResume(), PauseCommand.CreateRetry(),
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
            DriftReportCommand.Create(),
            ForgiveCommand.Create(),
            OffboardCommand.Create(),
            ProductionCommand.Create(), Quarantine.QuarantineCommand.Create(), Quarantine.ReplayCommand.Create(),
            SchemaCommand.Create(),
            TemplateCommand.Create(),
            ManualCommand.Create(),
            AskPassCommand.Create(),
        };
        HelpWithNotes.AddTo(root);
        root.SetAction(parsed =>
        {
            // Bare, it says what it can do: a worker is never started by a slip of the hand.
            root.Parse("--help").Invoke();
            return ExitCodes.Usage;
        });
        return root;
    }
}
