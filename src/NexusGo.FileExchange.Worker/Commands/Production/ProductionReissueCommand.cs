using System.CommandLine;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Production;

/// <summary>Has a batch or a file of cancellations that the partner lost or never took written anew.</summary>
internal static class ProductionReissueCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Name of the file, such as PRD_20250115T080211Z_000042.zip." };
        var command = new Command("reissue",
            "Write a batch or cancellation anew under the next number. What the partner has begun to make is left out; the old file is "
            + "withdrawn.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await CommandDatabase.OpenAsync(
                WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption))), cancellationToken);
            var cards = await database.Production.ReissueAsync(parsed.GetValue(file)!, OperatorName.Get(), cancellationToken);
            if (cards is null)
            {
                await Console.Error.WriteLineAsync("No file of this name was delivered to the partner, or it was reissued already.");
                return ExitCodes.NotFound;
            }

            Console.WriteLine(
                $"{cards} card(s) go into the worker's next file. The old file is removed by the next sweep if it still lies there.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
