using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;
using NexusGo.FileExchange.Worker.Probing;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Reads the whole configuration as a start would, opens every OpenPGP key, and prints every problem of every file.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the problems as JSON." };
        var online = new Option<bool>("--online")
        {
            Description = "Also ask the database and every customer's server: tables, master key, host key, log-in, inbox.",
        };
        var user = new Option<string?>("--as")
        {
            Description = "Look as this user of the machine would, such as the service's: what it may read, and what it finds. Takes root.",
            HelpName = "user",
        };
        var command = new Command("check-config",
            "Check all configuration files and open every key; prints every problem and changes nothing.") { json, online, user };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption));
            var (isJson, isOnline) = (parsed.GetValue(json), parsed.GetValue(online));
            if (parsed.GetValue(user) is { } other)
            {
                string[] verb = ["check-config", "--config", directory, .. isJson ? ["--json"] : Array.Empty<string>(),
                    .. isOnline ? ["--online"] : Array.Empty<string>()];
                if (await AsUser.RunAsync(other, verb, cancellationToken) is { } exitCode)
                {
                    return exitCode;
                }
            }

            return await RunAsync(directory, isJson, TimeProvider.System, Console.Out, cancellationToken, isOnline);
        });
        return command;
    }

    internal static async Task<int> RunAsync(string directory, bool json, TimeProvider time, TextWriter output,
        CancellationToken cancellationToken, bool online = false)
    {
        var configuration = WorkerConfiguration.Load(directory);
        var customers = configuration.Customers.Files.Where(file => file.Profile is not null).Select(file => file.IdByName).ToArray();
        var findings = await KeyConfiguration.CheckAsync(configuration, time, cancellationToken);
        ConfigurationProblem[] problems = [.. configuration.Problems,
            .. findings.Where(one => one.Severity == KeySeverity.Problem).Select(one => one.What)];
        ConfigurationProblem[] warnings = [.. findings.Where(one => one.Severity != KeySeverity.Problem).Select(one => one.What)];
        var nearMisses = EnvironmentOverrides.NearMisses(nameof(AppSettingsFile.FileExchange), WorkerConfiguration.EnvironmentPrefix,
            Environment.GetEnvironmentVariables()).ToArray();
        var steps = online ? await OnlineCheck.RunAsync(configuration, time, cancellationToken) : [];
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                ok = problems.Length == 0 && !steps.Any(step => step.Result == ProbeResult.Failed),
                folder = directory,
                customers,
                problems = problems.Select(Shape),
                warnings = warnings.Select(Shape),
                environment = nearMisses,
                online = online ? steps : null,
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

            foreach (var step in steps)
            {
                output.WriteLine($"{step.Result.ToString().ToLowerInvariant(),-8} {step.Name,-16} {step.Text}");
            }

            output.WriteLine((problems.Length == 0
                ? $"{directory}: good, {customers.Length} customer(s): {(customers.Length == 0 ? "none" : string.Join(", ", customers))}"
                : $"{directory}: {problems.Length} problem(s)")
                    + (warnings.Length + nearMisses.Length == 0 ? "." : $", {warnings.Length + nearMisses.Length} warning(s)."));
        }

        return problems.Length > 0 ? ExitCodes.Configuration
            : steps.FirstOrDefault(step => step.Result == ProbeResult.Failed) is not { } failed ? ExitCodes.Ok
            : failed.Name == OnlineCheck.Database ? ExitCodes.Database : ExitCodes.Remote;
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
