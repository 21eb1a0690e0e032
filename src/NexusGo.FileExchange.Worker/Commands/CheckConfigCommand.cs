using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Reads the whole configuration as a start would and prints every problem of every file.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the problems as JSON." };
        var command = new Command("check-config", "Check all configuration files; prints every problem and changes nothing.") { json };
        command.SetAction(parsed => Run(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)), parsed.GetValue(json), Console.Out));
        return command;
    }

    internal static int Run(string directory, bool json, TextWriter output)
    {
        var configuration = WorkerConfiguration.Load(directory);
        var customers = configuration.Customers.Files.Where(file => file.Profile is not null).Select(file => file.IdByName).ToArray();
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                ok = configuration.IsGood,
                folder = directory,
                customers,
                problems = configuration.Problems.Select(problem => new
                {
                    file = problem.File,
                    line = problem.Line,
                    column = problem.Column,
                    setting = problem.Setting,
                    found = problem.Found,
                    allowed = problem.Allowed,
                    advice = problem.Advice,
                }),
            }, JsonOutput.Options));
        }
        else
        {
            foreach (var problem in configuration.Problems)
            {
                output.WriteLine(problem);
            }

            output.WriteLine(configuration.IsGood
                ? $"{directory}: good, {customers.Length} customer(s): {(customers.Length == 0 ? "none" : string.Join(", ", customers))}."
                : $"{directory}: {configuration.Problems.Count} problem(s).");
        }

        return configuration.IsGood ? ExitCodes.Ok : ExitCodes.Configuration;
    }
}
