using System.CommandLine;
using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Lets a customer's area rest, ends the rest, and has everything that waits tried at once. Workers hear it within seconds.
/// </summary>
internal static class PauseCommand
{
    private const int LongestReason = 200;

    public static Command CreatePause()
    {
        var customer = Verb.Customer();
        var reason = new Option<string>("--reason") { Description = "Why; shown by status.", Required = true };
        var until = new Option<string?>("--until")
        {
            Description = "When it ends by itself: 30m, 4h, 2d from now, or 2026-01-31T06:00Z. Default: when somebody resumes it.",
        };
        var command = new Command("pause", "Leave a customer's server alone: nothing is picked up, delivered or swept there.")
        {
            customer, reason, until,
        };
        command.SetAction((parsed, cancellationToken) => WithAreaAsync(parsed, customer, async (database, area) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            if (!TryParseUntil(parsed.GetValue(until), now, out var end)
                || parsed.GetValue(reason)!.Trim() is not { Length: > 0 and <= LongestReason } why)
            {
                await Console.Error.WriteLineAsync(
                    $"--until is a duration such as 4h or a moment to come such as 2026-01-31T06:00Z; --reason has 1 to {LongestReason} "
                        + $"characters.");
                return ExitCodes.Usage;
            }

            await new AreaControlStore(database.Exchange).PauseAsync(area, why, end, OperatorName.Get(), now, cancellationToken);
            Console.WriteLine(
                $"{area} is paused {(end is { } at ? $"until {at.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "until: nexusgo-fx resume " + area)}. "
                + "Workers follow within 10 seconds; a run under way ends first.");
            return ExitCodes.Ok;
        }, cancellationToken));
        return command;
    }

    public static Command CreateResume()
    {
        var customer = Verb.Customer();
        var command = new Command("resume", "End the pause of a customer.") { customer };
        command.SetAction((parsed, cancellationToken) => WithAreaAsync(parsed, customer, async (database, area) =>
        {
            var wasPaused = await new AreaControlStore(database.Exchange).ResumeAsync(area, OperatorName.Get(), cancellationToken);
            Console.WriteLine(wasPaused ? $"{area} goes on within 10 seconds." : $"{area} is not paused.");
            return wasPaused ? ExitCodes.Ok : ExitCodes.NotFound;
        }, cancellationToken));
        return command;
    }

    public static Command CreateRetry()
    {
        var customer = Verb.Customer();
        var command = new Command("retry", "Try everything of a customer at once that waits after a failure: log-in, files, answers.")
            { customer };
        command.SetAction((parsed, cancellationToken) => WithAreaAsync(parsed, customer, async (database, area) =>
        {
            var due = await new AreaControlStore(database.Exchange).RetryAsync(area, OperatorName.Get(), TimeProvider.System.GetUtcNow(),
                cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{area} is tried within 10 seconds; {due} file(s) and answer(s) that waited are due now. See: nexusgo-fx status {area}"));
            return ExitCodes.Ok;
        }, cancellationToken));
        return command;
    }

    internal static bool TryParseUntil(string? text, DateTimeOffset now, out DateTimeOffset? until)
    {
        until = null;
        if (text is null)
        {
            return true;
        }

        if (Durations.TryParse(text, out var duration))
        {
            until = now + duration;
        }
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment))
        {
            until = moment;
        }

        return until > now;
    }

    private static async Task<int> WithAreaAsync(ParseResult parsed, Argument<string> argument,
        Func<CommandDatabase, CustomerId, Task<int>> work,
        CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)));
        var named = parsed.GetValue(argument)!;
        if (!CommandCustomers.Of(configuration, null).Any(one => one.Value == named))
        {
            await Console.Error.WriteLineAsync($"No customer {named} is configured. Those that are: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        await using var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        return await work(database, new CustomerId(named));
    }
}
