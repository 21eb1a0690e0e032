using NexusGo.FileExchange.Reports;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Brings a customer's waiting answers to its area, also while the customer is disabled.</summary>
[DisallowConcurrentExecution]
public sealed class DeliveryJob(JobRunner runner, IReportDelivery delivery) : IJob
{
    public const string Group = "delivery";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, delivery.RunAsync, cancellationToken);
}
