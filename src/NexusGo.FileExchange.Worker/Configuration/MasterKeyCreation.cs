using System.Security.Cryptography;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>The master key that the embedded default makes for itself. With a database of one's own it is never made silently.</summary>
public static class MasterKeyCreation
{
    public const string DefaultName = "master.key";

    public static bool IsDefault(WorkerSettings settings, string path) => path == Path.Combine(settings.DataDirectory, DefaultName);

    /// <summary>Makes the file once: 64 hex digits, mode 0600. An existing file is left alone; two processes at once agree on one.</summary>
    public static void Ensure(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var attempt = $"{path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(attempt, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(attempt, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(attempt);
        }
    }
}
