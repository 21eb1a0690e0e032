using System.CommandLine;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Production;

/// <summary>Ends the wait of a card that failed and is not tried again by itself.</summary>
internal static partial class ProductionFailedCardCommand
{
    private const string DefaultReason = "CLOSED";

    public static Command Reorder()
    {
        var card = CardNo();
        var command = new Command("reorder", "Put a card that FAILED into the next batch, however often it was in one.") { card };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed,
            database => database.Production.ReorderAsync(parsed.GetValue(card), OperatorName.Get(), cancellationToken),
            "The card goes into the worker's next batch.", cancellationToken));
        return command;
    }

    public static Command Close()
    {
        var card = CardNo();
        var reason = new Option<string>("--reason") { Description =
            "Reason code that the customer is told: A to Z, digits and underscore, at most 20.", DefaultValueFactory = _ => DefaultReason };
        reason.Validators.Add(result =>
        {
            if (!ReasonCode().IsMatch(result.GetValueOrDefault<string>() ?? ""))
            {
                result.AddError("--reason: A to Z, digits and underscore, a letter first, at most 20 characters.");
            }
        });
        var command = new Command("close",
            "Give up a card that FAILED: it is CANCELLED, the customer is told, its personal data goes with the next retention run.") {
            card, reason };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed,
            database => database.Production.CloseAsync(parsed.GetValue(card), parsed.GetValue(reason)!, OperatorName.Get(),
            cancellationToken), "Closed. The next back-report tells the customer.",
            cancellationToken));
        return command;
    }

    private static Argument<long> CardNo() => new("card-no") { Description = "The card's number." };

    private static async Task<int> RunAsync(ParseResult parsed, Func<CommandDatabase, Task<bool>> work, string done,
        CancellationToken cancellationToken)
    {
        await using var database = await CommandDatabase.OpenAsync(
            WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption))), cancellationToken);
        if (!await work(database))
        {
            await Console.Error.WriteLineAsync("There is no card of this number that FAILED, or it is being cancelled.");
            return ExitCodes.NotFound;
        }

        Console.WriteLine(done);
        return ExitCodes.Ok;
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,19}\z")]
    private static partial Regex ReasonCode();
}
