using NexusGo.FileExchange.Reports;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Makes a customer's next back-report; the delivery job brings it out.</summary>
[DisallowConcurrentExecution]
public sealed class BackReportJob(JobRunner runner, IBackReports reports) : IJob
{
    public const string Group = "back-report";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, reports.MakeAsync, cancellationToken);
}
