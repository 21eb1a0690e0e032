using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Configure;

/// <summary>Says what an edited configuration would change against the one that the worker uses. Changes nothing.</summary>
internal static class ConfigDiffCommand
{
    public static Command CreateGroup() => new("config", "Compare configurations.") { Create() };

    private static Command Create()
    {
        var json = Verb.AsJson();
        var command = new Command("diff",
            "Say what the configuration folder, such as an edited copy named by --config, would change against what the worker uses.") {
            json };
        command.SetAction(parsed => Run(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)),
            parsed.GetValue(json), Console.Out, Console.Error));
        return command;
    }

    internal static int Run(string directory, bool json, TextWriter output, TextWriter errors)
    {
        var edited = WorkerConfiguration.Load(directory);
        if (SettingsInUse.Settings(edited) is not { } settings)
        {
            errors.WriteLine($"No worker has run on {edited.Settings.DataDirectory}: there is nothing to compare with.");
            return ExitCodes.NotFound;
        }

        var changes = ConfigurationDiff.Of(edited, settings, SettingsInUse.Production(edited),
            FileExchangeServices.LastProfilesOf(edited.Settings).AllInUse());
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { same = changes.Count == 0, ok = edited.IsGood, files = changes },
                JsonOutput.Options));
        }
        else
        {
            Print(changes, edited.IsGood, output);
        }

        return edited.IsGood ? ExitCodes.Ok : ExitCodes.Configuration;
    }

    private static void Print(IReadOnlyList<ChangedFile> changes, bool isGood, TextWriter output)
    {
        foreach (var file in changes)
        {
            output.WriteLine($"{file.File}: {Words(file)}");
            foreach (var setting in file.Settings)
            {
                output.WriteLine($"  {setting.Setting}: {setting.Old ?? "nothing"} -> {setting.New ?? "nothing"}");
            }
        }

        if (changes.Count == 0)
        {
            output.WriteLine("Nothing would change.");
        }

        if (!isGood)
        {
            output.WriteLine("The edited configuration has problems: nexusgo-fx check-config lists them.");
        }
    }

    private static string Words(ChangedFile file) => file.Change switch
    {
        FileChange.Added => "new",
        FileChange.Removed when file.File.StartsWith("customers/", StringComparison.Ordinal) =>
            "removed: nothing is picked up any more; reports and data are looked after until it is offboarded",
        FileChange.Removed => "removed",
        FileChange.Unusable => "has problems: the customer goes on as it is",
        _ when file.File.StartsWith("customers/", StringComparison.Ordinal) => "changed",
        _ => "changed, from the worker's next start on",
    };
}
