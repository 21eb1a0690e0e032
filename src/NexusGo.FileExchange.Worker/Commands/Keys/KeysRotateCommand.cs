using System.CommandLine;
using System.Globalization;
using NexusGo.FileExchange.Adapters.OpenPgp;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>Makes the next key; the one before opens files until the overlap is over.</summary>
internal static class KeysRotateCommand
{
    public static Command Create()
    {
        var overlap = KeysCommand.Between("--overlap", "Days during which files encrypted to the old key are still opened.", 0, 366, null);
        var (algorithm, days, name, json) = (KeysCommand.Algorithm(), KeysCommand.Days(), KeysCommand.Name(), KeysCommand.Json());
        var command = new Command("rotate",
            "Make our next key. Answers are signed with it from the worker's next start; the old key still opens files for a time.") {
            overlap, algorithm, days, name, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = KeysCommand.Settings(parsed);
            var made = await KeysCommand.Maker(settings).RotateAsync(
                parsed.GetValue(name)!, KeysCommand.KindOf(parsed.GetValue(algorithm)!), parsed.GetValue(days), parsed.GetValue(overlap),
                cancellationToken);
            if (made is null)
            {
                await Console.Error.WriteLineAsync(
                    $"There is no current key in {settings.OpenPgp.KeysDirectory} yet. To make the first one: nexusgo-fx keys generate");
                return ExitCodes.Usage;
            }

            KeysGenerateCommand.Print(made, parsed.GetValue(json), Console.Out);
            if (!parsed.GetValue(json))
            {
                var retires = OwnKeys.Read(settings.OpenPgp.KeysDirectory!).All.First(key => key.Fingerprint == made.Previous!.Fingerprint)
                    .RetiresAt!.Value;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"Restart the workers now: until then they know the old key only. The old key {made.Previous!.Fingerprint} still "
                    + $"opens files until {retires:yyyy-MM-dd}, that day included; every customer needs the new one before."));
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
