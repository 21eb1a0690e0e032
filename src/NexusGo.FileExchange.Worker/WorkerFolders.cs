using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// The folders a worker writes to. What it creates is for its own user alone, but may be passed through by the database's user.
/// </summary>
internal static class WorkerFolders
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static void Prepare(WorkerSettings settings)
    {
        Create(settings.DataDirectory, "DataDirectory", PassThrough);
        Create(settings.RunDirectory, "RunDirectory", PassThrough);
        Create(settings.Logging.Directory!, "Logging.Directory", Private);
    }

    private static void Create(string folder, string setting, UnixFileMode mode)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, mode);
            }

            var probe = Path.Combine(folder, $".nexusgo-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileExchangeException(FailureReason.SpoolUnavailable, isTransient: false,
                $"{setting} {folder} cannot be written by this user.", exception);
        }
    }
}
