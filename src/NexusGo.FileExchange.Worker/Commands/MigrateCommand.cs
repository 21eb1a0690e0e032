using System.CommandLine;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Brings the tables of the configured database up to date, as their owner. The embedded database needs no such step.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Create or update the tables of the configured database, as their owner.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? directory, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));

        // A customer's file is no reason to leave the tables behind.
        var own = configuration.Problems.Except(configuration.Customers.Problems).ToArray();
        if (own.Length > 0)
        {
            throw new ConfigurationException(own);
        }

        if (DatabaseAccess.FromSettings(configuration.Settings.Database) is not { } database)
        {
            Console.WriteLine("No connection string is configured: the embedded database is brought up to date at each start.");
            return ExitCodes.Ok;
        }

        var applied = await Wiring.MigrateAsync(database, TimeProvider.System, cancellationToken);
        Console.WriteLine(applied.Count == 0 ? "The tables are current." : $"Applied: {string.Join(", ", applied)}.");
        return ExitCodes.Ok;
    }
}
