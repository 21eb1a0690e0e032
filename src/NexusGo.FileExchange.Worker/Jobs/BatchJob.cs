using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Hands a customer's waiting cards, and cancellations, over to the production partner.</summary>
[DisallowConcurrentExecution]
internal sealed class BatchJob(JobRunner runner, ProductionBatches batches, ProductionCancellations cancellations,
    ProductionPartner partner) : IJob
{
    public const string Group = "batches";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // In a cluster another worker may have a partner that this one has not.
        if (partner is { IsEnabled: true, Profile: { } production })
        {
            await runner.RunAsync(Group, context.JobDetail.Key.Name, async (customer, token) =>
            {
                await batches.MakeAsync(production, customer, token);
                await cancellations.MakeAsync(production, customer, token);
            }, cancellationToken);
        }
    }
}
