using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Shows what the running workers of this machine tell about themselves, and what the database says, when it can be asked.
/// </summary>
internal static class StatusCommand
{
    /// <summary>A status file older than this was left by a worker that ended without saying so.</summary>
    private static readonly TimeSpan Stale = StatusFileWriter.Interval * 4;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var command = new Command("status",
            "Show the running workers of this machine (customers, last runs, problems) and what is waiting in the database.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)));
            var database = await AskDatabaseAsync(configuration, cancellationToken);
            return Run(configuration.Settings.RunDirectory, parsed.GetValue(json), TimeProvider.System, Console.Out, database);
        });
        return command;
    }

    private static async Task<DatabaseStatus?> AskDatabaseAsync(WorkerConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = CommandDatabase.FindRunning(configuration);
            return database is null ? null : await DatabaseStatus.AskAsync(database.Counts, CommandCustomers.Of(configuration, null),
                TimeProvider.System, cancellationToken);
        }
        catch (FileExchangeException failure)
        {
            return new DatabaseStatus([], failure.Reason.ToString());
        }
    }

    internal static int Run(string runDirectory, bool json, TimeProvider time, TextWriter output, DatabaseStatus? database = null)
    {
        var now = time.GetUtcNow();
        var workers = StatusFile.ReadAll(runDirectory)
            .Select(status => now - status.WrittenAt > Stale ? status with { Health = "silent" } : status).ToArray();
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { workers, database }, JsonOutput.Options));
        }
        else
        {
            foreach (var worker in workers)
            {
                Print(worker, output);
            }

            if (workers.Length == 0)
            {
                output.WriteLine($"No worker has written its status to {runDirectory}.");
            }

            database?.Print(output);
        }

        return workers.Any(worker => worker.Health != "silent") ? ExitCodes.Ok : ExitCodes.NotRunning;
    }

    private static void Print(WorkerStatus worker, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{worker.Worker}  {worker.Health}  version {worker.Version}, process {worker.ProcessId}, database {worker.Database}, since "
            + $"{worker.StartedAt:u}, told {worker.WrittenAt:u}"));
        foreach (var customer in worker.Customers)
        {
            output.WriteLine($"  {customer.Customer}  profile {customer.ProfileVersion}{(customer.Enabled ? "" : ", disabled")}");
            foreach (var job in worker.Jobs.Where(job => job.Customer == customer.Customer))
            {
                var result = job.Failures == 0
                    ? "good" : $"failed {job.Failures} times in a row: {job.Reason?.ToString() ?? "a defect, see the log"}";
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"    {job.Job,-10} {job.EndedAt:u}  {job.ElapsedMs} ms  {result}"));
            }
        }

        foreach (var customer in worker.RetiredCustomers)
        {
            output.WriteLine($"  {customer}  no longer configured");
        }

        foreach (var problem in worker.ConfigurationProblems)
        {
            output.WriteLine($"  problem: {problem}");
        }

        ProductionStatus.Print(worker.Production, output);
        foreach (var key in worker.Keys)
        {
            output.WriteLine($"  key of {key.Owner}: {key.Severity.ToLowerInvariant()}: {key.Text}");
        }
    }
}
