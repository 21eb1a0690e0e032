using System.CommandLine;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>Wraps every customer's keys by the configured master key, while workers run.</summary>
internal static class KeysRotateMasterCommand
{
    private const string Description = "Wrap every customer's keys by the master key of the configuration. "
        + "Before: name the new key in Vault.MasterKeyFile, the old one in Vault.FormerMasterKeyFile, and restart all workers.";

    public static Command Create()
    {
        var command = new Command("rotate-master", Description);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var customers = await rooms.Get<MasterKeyRotation>()
                .RunAsync((done, total) => Console.Error.WriteLine($"{done} of {total} customers"), cancellationToken);
            Console.WriteLine($"Wrapped the keys of {customers} customers anew. Nothing is wrapped by the former master key any more: "
                + $"remove Vault.FormerMasterKeyFile and restart the workers.");
            Console.WriteLine("Keep the former master key until the last backup made before today is destroyed, then destroy it too.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
