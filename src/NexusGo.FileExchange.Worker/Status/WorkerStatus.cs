using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>What a running worker tells about itself; written to its run-time folder and read by <c>status</c>. Holds no personal data.</summary>
public sealed record WorkerStatus
{
    public required string Worker { get; init; }
    public required string Version { get; init; }
    public required int ProcessId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public required string Database { get; init; }
    /// <summary><c>good</c>, or <c>degraded</c> while a configuration problem or a failing job lasts.</summary>
    public required string Health { get; init; }
    public required IReadOnlyList<CustomerStatus> Customers { get; init; }
    public required IReadOnlyList<string> RetiredCustomers { get; init; }
    public required IReadOnlyList<string> ConfigurationProblems { get; init; }
    public required IReadOnlyList<JobStatus> Jobs { get; init; }
}

public sealed record CustomerStatus(string Customer, bool Enabled, string ProfileVersion);

public sealed record JobStatus(string Job, string Customer, DateTimeOffset EndedAt, double ElapsedMs, FailureReason? Reason, int Failures, DateTimeOffset? NotBefore);
