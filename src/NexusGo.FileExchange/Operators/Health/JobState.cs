namespace NexusGo.FileExchange.Operators.Health;

/// <summary>How one kind of job last went for one area, whichever worker ran it.</summary>
public sealed record JobState
{
    public required string Area { get; init; }
    /// <summary>Such as <c>pick-up</c> or <c>back-reports</c>.</summary>
    public required string Job { get; init; }
    /// <summary>The run of a worker that wrote this; empty where it is about to be written.</summary>
    public string Owner { get; init; } = "";
    /// <summary>End of the last run; null: the first is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Begin of a run under way.</summary>
    public DateTimeOffset? RunningSince { get; init; }
    public DateTimeOffset? SucceededAt { get; init; }
    /// <summary>Begin of the failures in a row; null: the last run went well.</summary>
    public DateTimeOffset? FailingSince { get; init; }
    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }
    /// <summary>The <see cref="Diagnostics.FailureReason"/>; null with failures: a defect.</summary>
    public string? Reason { get; init; }
    /// <summary>What the environment said.</summary>
    public string? Message { get; init; }
    /// <summary>No new run before this moment.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
