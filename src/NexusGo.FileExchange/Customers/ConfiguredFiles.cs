using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Customers;

/// <summary>Looks at the files that a configuration names, without reading them.</summary>
public static class ConfiguredFiles
{
    private const UnixFileMode OthersMay = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// What is wrong with a secret: a file that only its owner may touch, or <c>env:NAME</c> of a variable that is set. Null: nothing.
    /// </summary>
    public static (string Found, string Advice)? CheckSecret(string path)
    {
        if (path.StartsWith(ConfiguredPaths.EnvironmentPrefix, StringComparison.Ordinal))
        {
            return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(path[ConfiguredPaths.EnvironmentPrefix.Length..]))
                ? ("an environment variable that is not set", "Set the variable for the worker, or name a file")
                : null;
        }

        if (Check(path) is { } wrong)
        {
            return wrong;
        }

        var mode = File.GetUnixFileMode(path);
        return (mode & OthersMay & ~ServiceCredentials.ModeBesideOwner(path)) != 0
            ? ($"a file that others may touch (mode {Convert.ToString((int)mode, 8)})", "Run chmod 600 on it")
            : null;
    }

    /// <summary>What is wrong with an ordinary file, or with who may change it. Null: nothing.</summary>
    public static (string Found, string Advice)? Check(string path)
    {
        if (TrustedPath.Check(path, mayBeHandedOver: true) is { } untrusted)
        {
            return untrusted;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return ("a file that is not there",
                "Put the file there or correct the path; relative paths start at the folder of the configuration file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ("a file that cannot be read", "Look at its owner and mode");
        }
    }
}
