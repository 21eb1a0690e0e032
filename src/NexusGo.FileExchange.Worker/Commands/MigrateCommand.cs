using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Brings the tables of the configured database up to date, as their owner. The embedded database needs no such step.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Create or update the tables of the configured database, as their owner.");
        var print = new Option<bool>("--print-sql") { Description = "Print all of it as a script for psql, and ask no database." };
        var rehearse =
            new Option<bool>("--rehearse") { Description = "Apply what is missing and take it back: says whether it would work." };
        command.Options.Add(print);
        command.Options.Add(rehearse);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(CommandLine.ConfigOption), parsed.GetValue(print),
            parsed.GetValue(rehearse), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? directory, bool print, bool rehearse, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));

        // A customer's file is no reason to leave the tables behind.
        var own = configuration.Problems.Except(configuration.Customers.Problems).ToArray();
        if (own.Length > 0)
        {
            throw new ConfigurationException(own);
        }

        if (print)
        {
            Console.Write(MigrationScript.Of(Migration.FromAssembly(typeof(MigrationScript).Assembly),
                new Npgsql.NpgsqlConnectionStringBuilder(configuration.Settings.Database.ConnectionString).Username));
            return ExitCodes.Ok;
        }

        // The private database, where a worker runs it, is rehearsed on as well.
        if (rehearse && DatabaseAccess.FindRunning(configuration.Settings) is { } running)
        {
            var missing = await MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance)
                .RehearseAsync(running.Owner, cancellationToken);
            Console.WriteLine(missing == 0 ? "The tables are current." : $"{missing} step(s) are missing and can be applied.");
            return ExitCodes.Ok;
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
