using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>
/// What a running worker tells about itself; written to its run-time folder and read by <c>status</c>. Holds no personal data.
/// </summary>
public sealed record WorkerStatus
{
    public required string Worker { get; init; }
    public required string Version { get; init; }
    public required int ProcessId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public required string Database { get; init; }
    public required IReadOnlyList<CustomerStatus> Customers { get; init; }
    public required IReadOnlyList<string> RetiredCustomers { get; init; }
    public required IReadOnlyList<string> ConfigurationProblems { get; init; }
    public required IReadOnlyList<JobStatus> Jobs { get; init; }
    /// <summary>OpenPGP keys that end soon, have ended or cannot be used.</summary>
    public IReadOnlyList<KeyStatus> Keys { get; init; } = [];
    /// <summary>
    /// The partner's events that had no effect; null until the database was asked, or where there is no production partner.
    /// </summary>
    public EventTroubles? Production { get; init; }
}

public sealed record CustomerStatus(string Customer, bool Enabled, string ProfileVersion);

public sealed record JobStatus(string Job, string Customer, DateTimeOffset EndedAt, double ElapsedMs, FailureReason? Reason, int Failures,
    DateTimeOffset? NotBefore);

/// <param name="Owner">A customer's id, or "ours".</param>
/// <param name="Fingerprint">Primary fingerprint; null when the key cannot be read.</param>
/// <param name="DaysLeft">Days to its end, negative since; null when something else is wrong with it.</param>
/// <param name="Severity">Warning, Urgent or Problem.</param>
/// <param name="Text">File, setting, what was found, what to do.</param>
public sealed record KeyStatus(string Owner, string? Fingerprint, int? DaysLeft, string Severity, string Text);
