using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// One worker for each data directory. The kernel lets go of the lock (flock(2)) when its holder ends, however it ends; the file itself
/// stays.
/// </summary>
internal static class DirectoryLock
{
    public static FileStream Take(string directory)
    {
        try
        {
            // Root's server user passes through on its way to the data directory, which itself is closed to everybody else.
            var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(directory, Environment.IsPrivilegedProcess
                ? mode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : mode);
            return new FileStream(Path.Combine(directory, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None,
                bufferSize: 0);
        }
        catch (IOException failure) when (File.Exists(Path.Combine(directory, "postgres.lock")))
        {
            throw new FileExchangeException(
                FailureReason.DatabaseUnavailable, isTransient: true, $"Another worker is using the private PostgreSQL in {directory}.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileExchangeException(
                FailureReason.DatabaseRefused, isTransient: false,
                $"The directory {directory} for the private PostgreSQL cannot be used: {failure.Message}", failure);
        }
    }
}
