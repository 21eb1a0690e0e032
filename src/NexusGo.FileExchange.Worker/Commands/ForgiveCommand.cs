using System.CommandLine;
using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Expects no order files of a customer until a day, such as for its holidays.</summary>
internal static class ForgiveCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var until = Verb.Day("until", "The last day on which nothing is expected, such as 2026-01-31.");
        var reason = new Option<string>("--reason") { Description = "Why; stands in the customer's audit log.", Required = true };
        var command = new Command("forgive",
            "Expect no order files of a customer until a day: neither their time of day, nor silence, nor gaps in their numbers alarm.") {
            customer, until, reason };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption))),
            parsed.GetValue(customer)!, parsed.GetValue(until), parsed.GetValue(reason)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(WorkerConfiguration configuration, string customer, DateOnly until, string reason,
        CancellationToken cancellationToken)
    {
        if (!configuration.Customers.Files.Any(file => file.Profile?.CustomerId == customer))
        {
            await Console.Error.WriteLineAsync("No such customer is configured. Those that are: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        await using var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        await new ArrivalStore(database.Exchange).ForgiveAsync(new CustomerId(customer), SwedishTime.StartOf(until.AddDays(1)), reason,
            OperatorName.Get(), TimeProvider.System.GetUtcNow(), cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Nothing is expected of {customer} up to and with {until:yyyy-MM-dd}."));
        return ExitCodes.Ok;
    }
}
