using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>Makes our first key. Where there is one already it makes none: that is <c>rotate</c>.</summary>
internal static class KeysGenerateCommand
{
    public static Command Create()
    {
        var (algorithm, days, name, json) = (KeysCommand.Algorithm(), KeysCommand.Days(), KeysCommand.Name(), KeysCommand.Json());
        var command = new Command("generate", "Make our first key: one part that signs, one that decrypts.") { algorithm, days, name,
            json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = KeysCommand.Settings(parsed);
            var made = await KeysCommand.Maker(settings).GenerateAsync(
                parsed.GetValue(name)!, KeysCommand.KindOf(parsed.GetValue(algorithm)!), parsed.GetValue(days), cancellationToken);
            if (made is null)
            {
                await Console.Error.WriteLineAsync($"There is a current key in {settings.OpenPgp.KeysDirectory} already. To replace it: "
                    + $"nexusgo-fx keys rotate --overlap <days>");
                return ExitCodes.Usage;
            }

            Print(made, parsed.GetValue(json), Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }

    internal static void Print(MadeKey made, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                fingerprint = made.Key.Fingerprint,
                algorithm = made.Key.Algorithm,
                expires_at = made.Key.ExpiresAt,
                certificate_file = made.CertificateFile,
                previous_fingerprint = made.Previous?.Fingerprint,
            }, JsonOutput.Options));
            return;
        }

        output.WriteLine($"Made the key {made.Key.Fingerprint} ({made.Key.Algorithm}), valid until {made.Key.ExpiresAt:yyyy-MM-dd}.");
        output.WriteLine();
        output.WriteLine("For every customer that uses OpenPGP:");
        output.WriteLine($"  the certificate  {made.CertificateFile}");
        output.WriteLine($"  its fingerprint  {Grouped(made.Key.Fingerprint)}");
        output.WriteLine("Send the certificate by mail if you like, and have the fingerprint read back to you on the telephone.");
        output.WriteLine("Keep a copy of the whole folder in a safe place, and one of the passphrase in another: what was encrypted to a "
            + "lost key cannot be opened.");
    }

    /// <summary>Groups of four, to be read aloud.</summary>
    internal static string Grouped(string fingerprint) => string.Join(' ', fingerprint.Chunk(4).Select(four => new string(four)));
}
