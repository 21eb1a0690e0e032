using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Intake;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// One pick-up of every enabled area as soon as the worker starts, while the scheduler is still joining its cluster: a restart costs the customers no
/// waiting. As with every run, the lease of the area decides who works there, so this one may fall together with a scheduled one.
/// </summary>
internal sealed class FirstLooks(CustomerRegistry customers, JobRunner runner, IPickUp pickUp, WorkerSettings settings) : BackgroundService
{
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
