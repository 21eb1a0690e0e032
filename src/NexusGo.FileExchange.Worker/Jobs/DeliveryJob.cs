using NexusGo.FileExchange.Delivery;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Brings the waiting answers of a disabled customer to its area; an enabled one gets its answers with every pick-up.</summary>
[DisallowConcurrentExecution]
public sealed class DeliveryJob(JobRunner runner, IReportDelivery delivery) : IJob
{
    public const string Group = "delivery";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, delivery.RunAsync, cancellationToken);
}
