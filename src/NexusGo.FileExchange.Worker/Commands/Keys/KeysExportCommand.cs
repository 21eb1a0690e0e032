using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>Prints our current certificate, the half that is given away.</summary>
internal static class KeysExportCommand
{
    public static Command Create()
    {
        var json = KeysCommand.Json();
        var command = new Command("export", "Print our current certificate (public key), armoured, for customers.") { json };
        command.SetAction(parsed => Run(KeysCommand.Settings(parsed).OpenPgp.KeysDirectory!, parsed.GetValue(json), Console.Out,
            Console.Error));
        return command;
    }

    internal static int Run(string keysDirectory, bool json, TextWriter output, TextWriter errors)
    {
        var own = OwnKeys.Read(keysDirectory);
        if (own.Current is not { } current)
        {
            errors.WriteLine($"There is no current key in {keysDirectory} yet. To make the first one: nexusgo-fx keys generate");
            return ExitCodes.Usage;
        }

        var file = own.CertificateFile(current.Fingerprint);
        string certificate;
        try
        {
            certificate = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false, $"{file} cannot be read.", exception);
        }

        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { fingerprint = current.Fingerprint, certificate_file = file, certificate },
                JsonOutput.Options));
        }
        else
        {
            // The fingerprint goes beside the certificate, so that the output can be saved as it is.
            output.Write(certificate);
            errors.WriteLine($"Fingerprint: {KeysGenerateCommand.Grouped(current.Fingerprint)}");
        }

        return ExitCodes.Ok;
    }
}
