using NexusGo.FileExchange.Requests;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Erases what a customer asked for and what had to wait until it was produced and invoiced.</summary>
[DisallowConcurrentExecution]
public sealed class ScheduledErasureJob(JobRunner runner, IScheduledErasures erasures) : IJob
{
    public const string Group = "erasures";

    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(Group, context.JobDetail.Key.Name, erasures.RunAsync, cancellationToken);
}
