using Microsoft.Extensions.Hosting;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Gives the service manager signs of life while jobs move (WatchdogSec=). A worker whose jobs all stand still gets none, and is killed and
/// started again.
/// </summary>
internal sealed class WatchdogFeeder(JobOutcomes outcomes, ServiceNotifier manager, TimeProvider time) : BackgroundService
{
    /// <summary>Well below the minute that the unit allows.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Look();
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    internal void Look()
    {
        if (outcomes.IsMoving)
        {
            manager.Alive();
        }
    }
}
