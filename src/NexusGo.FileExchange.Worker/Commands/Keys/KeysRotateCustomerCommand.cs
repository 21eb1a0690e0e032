using System.CommandLine;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>Wraps the keys of a customer's cards under a new customer key and destroys the old one, while the worker runs.</summary>
internal static class KeysRotateCustomerCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var command = new Command("rotate-customer",
            "Give a customer a new card key: every card's key is wrapped anew, then the old key is destroyed. Run it again if it was "
            + "stopped.") { customer };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            if (rooms.Find(parsed.GetValue(customer)!) is not { } profile)
            {
                return ExitCodes.NotFound;
            }

            var cards = await rooms.Get<CustomerKeyRotation>()
                .RunAsync(profile.Id, (done, total) => Console.Error.WriteLine($"{done} of {total} card keys"), cancellationToken);
            Console.WriteLine($"Wrapped {cards} card keys of {profile.CustomerId} anew; the old customer key is destroyed. The old "
                + $"wrappings leave the database's files in the coming night.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
