using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// One pick-up of every enabled area as soon as the worker starts: a restart costs the customers no waiting. What starts after it, the scheduler above all,
/// waits until these are done, because loading it would take from them the processors they need; but never longer than <see cref="LeadTime"/>, however long a
/// server hangs or an import takes. As with every run, the lease of the area decides who works there, so a first look may fall together with a scheduled one.
/// </summary>
internal sealed class StartupPoll(CustomerRegistry customers, JobRunner runner, IPickUp pickUp, WorkerSettings settings, TimeProvider time) : BackgroundService
{
    /// <summary>How much earlier than everything after them the first looks start at most.</summary>
    public static readonly TimeSpan LeadTime = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(ExecuteTask!, Task.Delay(LeadTime, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var areas = customers.Areas.Where(area => area.Enabled).Select(area => area.CustomerId).ToArray();
        Random.Shared.Shuffle(areas);
        try
        {
            await Parallel.ForEachAsync(areas, new ParallelOptions { MaxDegreeOfParallelism = settings.MaxConcurrentJobs, CancellationToken = stoppingToken },
                async (area, token) => await runner.RunAsync(PickUpJob.Group, area, pickUp.RunAsync, token));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
