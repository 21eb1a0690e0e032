using System.Security.Cryptography;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// A short private folder for the server's socket: a unix socket's path has at most 107 bytes (unix(7)), and run directories may be longer. Its mode, 0700,
/// is the server's whole access control.
/// </summary>
internal static class SocketFolder
{
    private const string Prefix = "/tmp/nexusgo-";

    public static string NewPath() => Prefix + RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>Whether a server's socket lies in a folder of ours; that it answers is another question.</summary>
    public static bool HasServer(string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && File.Exists(Path.Combine(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $".s.PGSQL.{PrivatePostgres.Port}")));

    /// <summary>Removes a folder of ours; any other path is left alone.</summary>
    public static void Remove(string? path)
    {
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal) || path.AsSpan(Prefix.Length).Contains('/'))
        {
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleans /tmp; what counts is that it is gone.
        }
    }
}
