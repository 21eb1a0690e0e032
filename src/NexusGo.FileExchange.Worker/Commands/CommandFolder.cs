using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>A run-time folder for one verb beside a worker: for this user alone, gone when the verb ends.</summary>
internal sealed class CommandFolder : IAsyncDisposable
{
    private CommandFolder(string path) => Path = path;

    public string Path { get; }

    public static CommandFolder Create(WorkerSettings settings)
    {
        var path = System.IO.Path.Combine(settings.RunDirectory, $"verb-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new CommandFolder(path);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            // Before the first start the service manager has not made the run-time folder yet. This one is for this user alone, too.
            return new CommandFolder(Directory.CreateTempSubdirectory("nexusgo-").FullName);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }
}
