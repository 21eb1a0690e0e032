using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Reads the whole configuration as a start would, opens every OpenPGP key, and prints every problem of every file.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the problems as JSON." };
        var command = new Command("check-config",
            "Check all configuration files and open every key; prints every problem and changes nothing.") { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)), parsed.GetValue(json), TimeProvider.System,
            Console.Out, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(string directory, bool json, TimeProvider time, TextWriter output,
        CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(directory);
        var customers = configuration.Customers.Files.Where(file => file.Profile is not null).Select(file => file.IdByName).ToArray();
        var findings = await KeyConfiguration.CheckAsync(configuration, time, cancellationToken);
        ConfigurationProblem[] problems = [.. configuration.Problems,
            .. findings.Where(one => one.Severity == KeySeverity.Problem).Select(one => one.What)];
        ConfigurationProblem[] warnings = [.. findings.Where(one => one.Severity != KeySeverity.Problem).Select(one => one.What)];
        var nearMisses = EnvironmentOverrides.NearMisses(nameof(AppSettingsFile.FileExchange), WorkerConfiguration.EnvironmentPrefix,
            Environment.GetEnvironmentVariables()).ToArray();
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                ok = problems.Length == 0,
                folder = directory,
                customers,
                problems = problems.Select(Shape),
                warnings = warnings.Select(Shape),
                environment = nearMisses,
            }, JsonOutput.Options));
        }
        else
        {
            foreach (var problem in problems)
            {
                output.WriteLine(problem);
            }

            foreach (var warning in warnings)
            {
                output.WriteLine($"warning: {warning}");
            }

            foreach (var name in nearMisses)
            {
                output.WriteLine($"warning: {name}");
            }

            output.WriteLine((problems.Length == 0
                ? $"{directory}: good, {customers.Length} customer(s): {(customers.Length == 0 ? "none" : string.Join(", ", customers))}"
                : $"{directory}: {problems.Length} problem(s)")
                    + (warnings.Length + nearMisses.Length == 0 ? "." : $", {warnings.Length + nearMisses.Length} warning(s)."));
        }

        return problems.Length == 0 ? ExitCodes.Ok : ExitCodes.Configuration;
    }

    private static object Shape(ConfigurationProblem problem) => new
    {
        file = problem.File,
        line = problem.Line,
        column = problem.Column,
        setting = problem.Setting,
        found = problem.Found,
        allowed = problem.Allowed,
        advice = problem.Advice,
    };
}
