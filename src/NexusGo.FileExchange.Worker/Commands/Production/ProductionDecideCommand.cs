using System.CommandLine;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Production;

/// <summary>Ends the wait of one report. The audit log has who, when and what.</summary>
internal static class ProductionDecideCommand
{
    public static Command Release() => Create("release", HeldDecision.Release,
        "Take a held report as it is: the card is PRODUCED, what waited behind the report has its turn, and the customer is told.",
        "Released");

    public static Command SendBack() => Create("send-back", HeldDecision.SendBack,
        "Have the card of a held report made again: it has FAILED, and goes into the next batch while attempts are left.",
        "Sent back");

    private static Command Create(string verb, HeldDecision decision, string description, string done)
    {
        var id = new Argument<Guid>("event-id") { Description = "As production held lists it." };
        var command = new Command(verb, description) { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await CommandDatabase.OpenAsync(
                WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption))), cancellationToken);
            var events = await database.Held.DecideAsync(parsed.GetValue(id), decision, OperatorName.Get(), cancellationToken);
            if (events == 0)
            {
                await Console.Error.WriteLineAsync("No report with this id waits. What does: nexusgo-fx production held");
                return ExitCodes.NotFound;
            }

            Console.WriteLine($"{done}. {events} event(s) have their last word; the next back-report tells the customer.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
