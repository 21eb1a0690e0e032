using System.CommandLine;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Replay;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Quarantine;

/// <summary>Lets a file that was answered come once more, as after a fault of ours. No card is made twice by it.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var file = new Argument<string>("file") { Description = "The file's name, or its id as passport and explain show it." };
        var reason = Verb.Reason();
        var command = new Command("replay",
            "Let an answered file come once more: one that is set aside is put back into the inbox, of any other the customer may send the "
            + "same content again within 7 days. No card is made twice.") { customer, file, reason };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Verb.ReasonOf(parsed.GetValue(reason)!) is not { } why)
            {
                return ExitCodes.Usage;
            }

            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var profile = parsed.GetValue(customer) == CustomerId.Production.Value ? rooms.Configuration.Production?.AsArea()
                : rooms.Find(parsed.GetValue(customer)!);
            return profile is null ? ExitCodes.NotFound
                : await RunAsync(rooms, profile, parsed.GetValue(file)!, why, TimeProvider.System, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandServices rooms, CustomerProfile profile, string named, string reason, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var store = rooms.Get<ReplayStore>();
        if (await store.FindAsync(profile.Id, MaskedName.Of(named), cancellationToken) is not { } file)
        {
            await Console.Error.WriteLineAsync(
                $"No file of that name was ever taken from {profile.Id}. To see why: nexusgo-fx explain {profile.Id} FILE");
            return ExitCodes.NotFound;
        }

        var decision = ReplayRules.Judge(file);
        switch (decision.Answer)
        {
            case ReplayAnswer.Refused:
                await Console.Error.WriteLineAsync($"{file.Name} {decision.Text}. Nothing was changed.");
                return ExitCodes.Stale;
            case ReplayAnswer.Release:
                return await QuarantineCommand.ReleaseAsync(rooms, profile, file.FileId, reason, cancellationToken);
            case ReplayAnswer.Permit:
                var now = time.GetUtcNow();
                await store.PermitAsync(profile.Id, file.FileId, reason, OperatorName.Get(), now, now + ReplayRules.Permitted,
                    cancellationToken);
                Console.WriteLine($"{file.Name} {decision.Text}, before {(now + ReplayRules.Permitted).UtcDateTime:yyyy-MM-dd HH:mm}Z.");
                return ExitCodes.Ok;
            default:
                Console.WriteLine($"{file.Name} {decision.Text}. Nothing was changed.");
                return ExitCodes.Ok;
        }
    }
}
