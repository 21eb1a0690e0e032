using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Gives the service manager signs of life while jobs move (WatchdogSec=). A worker whose jobs all stand still gets none, and is killed and
/// started again.
/// </summary>
/// <param name="outcomes">What moves, and when it last did.</param>
/// <param name="manager">Who is told.</param>
/// <param name="received">Pieces that came from servers so far (<see cref="TransferProgress.Received"/>).</param>
/// <param name="time">The clock.</param>
internal sealed class WatchdogFeeder(JobOutcomes outcomes, ServiceNotifier manager, Func<long> received, TimeProvider time)
    : BackgroundService
{
    /// <summary>Well below the minute that the unit allows.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long receivedBefore = received();

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
        if (received() is var now && now != receivedBefore)
        {
            receivedBefore = now;
            outcomes.NoteTransfer();
        }

        if (outcomes.IsMoving)
        {
            manager.Alive();
        }
    }
}
