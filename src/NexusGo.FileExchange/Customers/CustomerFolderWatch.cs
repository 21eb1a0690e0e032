using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// Reloads a registry soon after its folder changes, once the folder has been quiet for a moment, because an editor writes several times.
/// It also reloads at a fixed interval, because watchers miss changes on network drives and when their queue overflows.
/// </summary>
public sealed class CustomerFolderWatch : IAsyncDisposable
{
    public static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);

    private readonly CustomerRegistry registry;
    private readonly ITimer timer;
    private readonly TimeSpan interval;
    private readonly FileSystemWatcher? watcher;

    public CustomerFolderWatch(CustomerRegistry registry, TimeProvider time, ILogger<CustomerFolderWatch> logger, TimeSpan? interval = null)
    {
        this.registry = registry;
        this.interval = interval ?? DefaultInterval;
        timer = time.CreateTimer(_ => registry.Reload(), null, this.interval, this.interval);
        try
        {
            watcher = new FileSystemWatcher(registry.Folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes,
            };
            watcher.Changed += (_, _) => Soon();
            watcher.Created += (_, _) => Soon();
            watcher.Deleted += (_, _) => Soon();
            watcher.Renamed += (_, _) => Soon();
            watcher.Error += (_, _) => Soon();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            WorkerLog.WatchingUnavailable(logger, this.interval.TotalMilliseconds, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        watcher?.Dispose();
        await timer.DisposeAsync();
    }

    private void Soon() => timer.Change(QuietTime, interval);
}
