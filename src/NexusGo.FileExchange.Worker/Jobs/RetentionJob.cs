using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Worker.Configuration;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// A customer's night: what is due is erased and certified, what has had its time removed, the audit log's head written out.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class RetentionJob(JobRunner runner, RetentionNight night, WorkerSettings settings, TimeProvider time) : IJob
{
    public const string Group = "retention";

    /// <summary>Where the profile's expression is none.</summary>
    public static readonly TimeSpan Fallback = TimeSpan.FromHours(6);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await runner.RunAsync(Group, context.JobDetail.Key.Name, night.RunAsync, cancellationToken);
        LogFiles.RemoveOld(settings.Logging, time.GetUtcNow());
    }
}
