using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Worker.Jobs;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker.Telemetry;

/// <summary>What a load balancer or a container's supervisor asks.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, StatusFileWriter writer, JobOutcomes outcomes, TimeProvider time)
{
    /// <summary>The worker looks at itself every few seconds: without a look for so long it hangs.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    /// <summary>Whether starting this process again would help nothing.</summary>
    public bool IsLive => !lifetime.ApplicationStarted.IsCancellationRequested
        || writer.LastLook is { } last && time.GetElapsedTime(last) < LongestSilence;

    /// <summary>Whether it works: started, not stopping, and its database answers.</summary>
    public bool IsReady => lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested
        && outcomes.All.FirstOrDefault(one => one.Job == StatusFileWriter.DatabaseLook) is { Failures: 0 };
}
