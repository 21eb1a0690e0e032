using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Passwords and passphrases: the first line of a file, or an environment variable named as <c>env:NAME</c>.</summary>
internal static class SecretFile
{
    /// <summary>In the place of a path: the secret is in the environment variable named behind it.</summary>
    public const string VariablePrefix = "env:";

    /// <exception cref="RemoteFolderException">It cannot be read.</exception>
    public static string FirstLine(string endpoint, string setting, string file)
    {
        try
        {
            var line = file.StartsWith(VariablePrefix, StringComparison.Ordinal)
                ? Environment.GetEnvironmentVariable(file[VariablePrefix.Length..])
                : File.ReadLines(file).FirstOrDefault();
            return line ?? throw Unavailable("is empty", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable("cannot be read", e);
        }

        RemoteFolderException Unavailable(string what, Exception? inner) =>
            new(FailureReason.SecretUnavailable, false, sessionIsDead: true, $"{endpoint}: the secret of {setting} {what}", inner);
    }
}
