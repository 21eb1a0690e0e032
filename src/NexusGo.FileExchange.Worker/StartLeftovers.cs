using Microsoft.Extensions.Hosting;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// Gives the memory back, once, that the start needed and nothing needs any more: half of the heap is the configuration as it was read and services while they
/// were put together. A worker that finds no files allocates so little that the collector would not come for it for hours.
/// </summary>
internal sealed class StartLeftovers(TimeProvider time) : BackgroundService
{
    /// <summary>By then the scheduler has joined its cluster, which is the last and largest part of the start.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(SettledAfter, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
