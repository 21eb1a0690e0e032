using NexusGo.FileExchange.Inbound.Pickup;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>One look into one customer's inbox and everything that follows from it. Never twice at a time for a customer, in the whole cluster.</summary>
[DisallowConcurrentExecution]
public sealed class PickUpJob(JobRunner runner, IPickUp pickUp) : IJob
{
    public const string Group = "pick-up";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, pickUp.RunAsync, cancellationToken);
}
