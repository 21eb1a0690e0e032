using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Blocks what was replaced as lost or stolen and makes a customer's next back-report; the delivery job brings it out.</summary>
[DisallowConcurrentExecution]
public sealed class BackReportJob(JobRunner runner, IReplacements replacements, IBackReports reports) : IJob
{
    public const string Group = "back-report";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, async (customer, token) =>
        {
            await replacements.SettleAsync(customer, token);
            await reports.MakeAsync(customer, token);
        }, cancellationToken);
}
