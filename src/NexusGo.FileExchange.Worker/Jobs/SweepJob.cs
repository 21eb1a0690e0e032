using NexusGo.FileExchange.Delivery.Consumed;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Finds a customer's consumed files and removes them, also while the customer is disabled.</summary>
[DisallowConcurrentExecution]
public sealed class SweepJob(JobRunner runner, IConsumedSweep sweep) : IJob
{
    public const string Group = "sweep";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, sweep.RunAsync, cancellationToken);
}
