using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Prints the whole story of a file or a card in order of time.</summary>
internal static class PassportCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("card-or-file") { Description = "A card number, the name of a file or report, or the id of one.",
            HelpName = "card-no | file" };
        var customer = CommandCustomers.Option();
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var command = new Command("passport",
            "Tell the whole story of a file or card: seen, claimed, judged, answered, delivered, consumed, events. No personal data.") {
            what, customer, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)));
            return RunAsync(configuration, parsed.GetValue(what)!, parsed.GetValue(customer), parsed.GetValue(json), Console.Out,
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(WorkerConfiguration configuration, string what, string? customer, bool json, TextWriter output,
        CancellationToken cancellationToken)
    {
        var customers = CommandCustomers.Of(configuration, customer);
        await using var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        return await RunAsync(database.Timelines, customers, what, json, output, cancellationToken);
    }

    internal static async Task<int> RunAsync(TimelineStore timelines, IReadOnlyList<CustomerId> customers, string what, bool json,
        TextWriter output, CancellationToken cancellationToken)
    {
        var found = new List<Timeline>();
        foreach (var customer in customers)
        {
            if (long.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out var cardNo)
                && await timelines.OfCardAsync(customer, cardNo, cancellationToken) is { } card)
            {
                found.Add(card);
            }

            found.AddRange(await timelines.OfFilesAsync(customer, what, cancellationToken));
        }

        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { passports = found }, JsonOutput.Options));
        }
        else
        {
            foreach (var passport in found)
            {
                Print(passport, output);
            }

            if (found.Count == 0)
            {
                output.WriteLine("No card, file or report of that number, name or id is known.");
            }
        }

        return found.Count > 0 ? ExitCodes.Ok : ExitCodes.NotFound;
    }

    private static void Print(Timeline passport, TextWriter output)
    {
        output.WriteLine($"{passport.Kind} {passport.Id} of {passport.Customer}");
        foreach (var entry in passport.Entries)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z  {entry.Step,-18} {entry.About}  "
                + $"{string.Join(' ', entry.Facts.Select(fact => $"{fact.Key}={fact.Value}"))}").TrimEnd());
        }
    }
}
