using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// The environment of the ssh program: nothing of ours is inherited, because variables such as SSH_AUTH_SOCK, LD_PRELOAD or a secret of
/// another customer would go along.
/// </summary>
internal static class SshEnvironment
{
    /// <summary>Finds the runtime when the askpass program is our own.</summary>
    private static readonly string[] OfTheRuntime = ["DOTNET_ROOT"];

    /// <param name="environment">Of the child.</param>
    /// <param name="endpoint">Where it connects to.</param>
    /// <param name="askPassFile">The program that answers prompts, or null when there is nothing to answer.</param>
    public static void Set(IDictionary<string, string?> environment, RemoteEndpoint endpoint, string? askPassFile)
    {
        ChildEnvironment.Clear(environment);
        if (askPassFile is null)
        {
            return;
        }

        environment["SSH_ASKPASS"] = askPassFile;
        environment["SSH_ASKPASS_REQUIRE"] = "force";
        environment[AskPass.PasswordFileVariable] = FullPath(endpoint.PasswordFile);
        environment[AskPass.PassphraseFileVariable] = FullPath(endpoint.PassphraseFile);
        environment[AskPass.KeyFileVariable] = FullPath(endpoint.PrivateKeyFile);
        foreach (var name in OfTheRuntime.Concat(VariableOf(endpoint.PasswordFile)).Concat(VariableOf(endpoint.PassphraseFile)))
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }
    }

    /// <summary>A secret that is given in a variable is read from it by the askpass program.</summary>
    private static IEnumerable<string> VariableOf(string? file) =>
        file?.StartsWith(SecretFile.VariablePrefix, StringComparison.Ordinal) == true ? [file[SecretFile.VariablePrefix.Length..]] : [];

    private static string? FullPath(string? file) => file is null || file.StartsWith(SecretFile.VariablePrefix, StringComparison.Ordinal)
        ? file : Path.GetFullPath(file);
}
