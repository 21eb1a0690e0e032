using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>Holds: a documented reason, with an end, for which no rule erases a customer's cards.</summary>
internal static class HoldCommand
{
    private const int LongestReason = 200;

    public static Command Create() => new("hold", "Stop the erasure of a customer's cards for a documented reason, until a day.") { Set(),
        List(), End() };

    private static Command Set()
    {
        var customer = Verb.Customer();
        var reason = new Option<string>("--reason") { Description = "Why, for the evidence; no personal data.", Required = true };
        var until = new Option<DateOnly>("--until") { Description = "First day on which cards are erased again (YYYY-MM-DD, Swedish time).",
            Required = true };
        var command = new Command("set", "Set a hold.") { customer, reason, until };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var why = parsed.GetValue(reason)!.Trim();
            var end = SwedishTime.StartOf(parsed.GetValue(until));
            if (why.Length is 0 or > LongestReason || why.Any(char.IsControl) || end <= TimeProvider.System.GetUtcNow())
            {
                await Console.Error.WriteLineAsync($"A hold has a reason of up to {LongestReason} characters and a day in the future.");
                return ExitCodes.Usage;
            }

            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            if (rooms.Find(parsed.GetValue(customer)!) is not { } profile)
            {
                return ExitCodes.NotFound;
            }

            var hold = await rooms.Get<IHoldStore>().SetAsync(profile.Id, why, end, OperatorName.Get(), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Hold {hold.HoldId}: no rule erases cards of {hold.Customer} before {parsed.GetValue(until):yyyy-MM-dd}."));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var json = Verb.AsJson();
        var command = new Command("list", "List all holds, also those that are over.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var holds = new List<Hold>();
            foreach (var profile in rooms.Customers)
            {
                holds.AddRange(await rooms.Get<IHoldStore>().ListAsync(profile.Id, cancellationToken));
            }

            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { holds }, JsonOutput.Options));
                return ExitCodes.Ok;
            }

            var now = TimeProvider.System.GetUtcNow();
            foreach (var hold in holds)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{hold.HoldId}  {hold.Customer}  {(hold.IsActive(now) ? "active" : "over  ")}  {hold.SetAt:u} to "
                    + $"{hold.EndedAt ?? hold.Until:u}  {hold.Reason}"));
            }

            Console.WriteLine(holds.Count == 0 ? "No holds." : $"{holds.Count(hold => hold.IsActive(now))} active.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command End()
    {
        var customer = Verb.Customer();
        var id = new Argument<Guid>("hold-id") { Description = "As hold list shows it." };
        var command = new Command("end", "End a hold before its day.") { customer, id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var name = parsed.GetValue(customer)!;
            var holds = CustomerId.IsValid(name) ? await rooms.Get<IHoldStore>().ListAsync(new CustomerId(name), cancellationToken) : [];
            if (!holds.Any(hold => hold.HoldId == parsed.GetValue(id) && hold.IsActive(TimeProvider.System.GetUtcNow())))
            {
                await Console.Error.WriteLineAsync("No such hold, or it is over.");
                return ExitCodes.NotFound;
            }

            if (await SecondPerson.AgreeAsync(rooms, GuardedVerb.EndHold, new CustomerId(name), $"{parsed.GetValue(id)}",
                cancellationToken) is not { } by)
            {
                return ExitCodes.SecondPerson;
            }

            if (!await rooms.Get<IHoldStore>().EndAsync(new CustomerId(name), parsed.GetValue(id), by, cancellationToken))
            {
                await Console.Error.WriteLineAsync("No such hold, or it is over.");
                return ExitCodes.NotFound;
            }

            Console.WriteLine("Ended. What is due is erased with the next nightly run.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
