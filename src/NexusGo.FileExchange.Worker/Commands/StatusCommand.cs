using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Says how the service and its customers are, worst first, out of the database and the configuration; and what the workers of this machine
/// tell about themselves. The exit code is the level.
/// </summary>
internal static class StatusCommand
{
    /// <summary>A status file older than this was left by a worker that ended without saying so.</summary>
    public static readonly TimeSpan Stale = StatusFileWriter.Interval * 4;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var customer = new Argument<string?>("customer")
        {
            Description = "Only this customer, with everything that is known of it; PRODUCTION is the partner.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var failing = new Option<bool>("--failing") { Description = "Only what is degraded or down." };
        var late = new Option<bool>("--late") { Description = "Only what takes too long." };
        var cluster = new Option<bool>("--cluster") { Description = "Which worker has how many inboxes, and what all take." };
        var watch = new Option<bool>("--watch") { Description = "Look again every two seconds, until Ctrl-C." };
        var json = Verb.AsJson();
        var command = new Command("status",
            "Say how the service and each customer are, worst first. Exit code: 0 good, 1 degraded, 2 down.")
        {
            customer, failing, late, cluster, watch, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption));
            var view = new StatusView(parsed.GetValue(customer), parsed.GetValue(failing), parsed.GetValue(late),
                parsed.GetValue(cluster));
            while (true)
            {
                if (parsed.GetValue(watch))
                {
                    // Clears the screen, as watch(1) does; a log file shows one table after the other.
                    Console.Out.Write(Console.IsOutputRedirected ? "" : "\e[H\e[2J");
                }

                var code = await RunAsync(directory, view, parsed.GetValue(json), TimeProvider.System, Console.Out, cancellationToken);
                if (!parsed.GetValue(watch))
                {
                    return code;
                }

                await Task.Delay(WatchInterval, TimeProvider.System, cancellationToken);
            }
        });
        return command;
    }

    internal static async Task<int> RunAsync(string directory, StatusView view, bool json, TimeProvider time, TextWriter output,
        CancellationToken cancellationToken)
    {
        if (OrdinaryUser.AdviceFor(directory) is { } advice)
        {
            await Console.Error.WriteLineAsync(advice);
            return ExitCodes.NoPermission;
        }

        var configuration = WorkerConfiguration.Load(directory);
        if (OrdinaryUser.AdviceFor(configuration.Settings, directory) is { } whose)
        {
            await Console.Error.WriteLineAsync(whose);
            return ExitCodes.NoPermission;
        }

        if (view.Customer is { } named && !CustomerId.IsValid(named))
        {
            await Console.Error.WriteLineAsync($"{named} is no customer's id (2 to 16 capital letters and digits).");
            return ExitCodes.Usage;
        }

        await using var database = FindDatabase(configuration);
        var report = await new HealthReader(database?.Exchange, time).ReadAsync(configuration,
            view.Customer is null ? null : new CustomerId(view.Customer), cancellationToken);
        if (view.Customer is not null && report.Areas.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No customer {view.Customer} is configured. Those that are: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        if (view.IsCluster)
        {
            return PrintCluster(report, database is null || report.Service.DatabaseProblem is not null ? null
                : await ConnectionUseQuery.AskAsync(database.Exchange, cancellationToken), json, output);
        }

        return Print(report, StatusFile.ReadAll(configuration.Settings.RunDirectory), view, json, output);
    }

    internal static int Print(HealthReport report, IReadOnlyList<WorkerStatus> workers, StatusView view, bool json, TextWriter output)
    {
        var level = view.Customer is { } area ? report.Table.LevelOf(area) : report.Table.Level;
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(StatusJson.Of(report, workers, view, level), JsonOutput.Options));
        }
        else
        {
            StatusText.Print(report, workers, view, level, output);
        }

        return (int)level;
    }

    private static int PrintCluster(HealthReport report, ConnectionUse? connections, bool json, TextWriter output)
    {
        var view = ClusterView.Of(report, connections);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(view, JsonOutput.Options));
        }
        else
        {
            view.Print(output);
        }

        return (int)report.Table.Level;
    }

    private static CommandDatabase? FindDatabase(WorkerConfiguration configuration)
    {
        try
        {
            return CommandDatabase.FindRunning(configuration);
        }
        catch (FileExchangeException failure) when (failure.Reason == FailureReason.SecretUnavailable)
        {
            throw new FileExchangeException(failure.Reason, failure.IsTransient, failure.Message
                + $" Run it as the service's user: sudo -u {OrdinaryUser.ServiceUser} nexusgo-fx status.");
        }
    }
}

/// <summary>What of the table is wanted.</summary>
/// <param name="Customer">Only this one; null: all.</param>
/// <param name="OnlyFailing">Only what is degraded or down.</param>
/// <param name="OnlyLate">Only what takes too long.</param>
/// <param name="IsCluster">The workers instead of the table.</param>
internal sealed record StatusView(string? Customer = null, bool OnlyFailing = false, bool OnlyLate = false, bool IsCluster = false)
{
    public bool IsFiltered => OnlyFailing || OnlyLate;

    public IReadOnlyList<HealthRow> Of(HealthTable table) =>
        [.. table.Rows.Where(row => (!OnlyFailing || row.Level != HealthLevel.Good) && (!OnlyLate || row.IsLate))];
}
