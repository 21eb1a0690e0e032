using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Operators.Health;

/// <summary>All that the rules of one area look at: its profile, what the database has of it, and what its configuration says.</summary>
public sealed record AreaFacts
{
    /// <summary>The moment for which everything is judged.</summary>
    public required DateTimeOffset Now { get; init; }
    public required string Area { get; init; }
    /// <summary>The profile in use; null: its file was never good.</summary>
    public CustomerProfile? Profile { get; init; }
    public required AreaCounts Counts { get; init; }
    public IReadOnlyList<JobState> Jobs { get; init; } = [];
    /// <summary>Runs of workers that live.</summary>
    public IReadOnlyCollection<string> LivingWorkers { get; init; } = [];
    /// <summary>What is wrong with its file as it is now; the last good one is in use, if there is one.</summary>
    public IReadOnlyList<string> ConfigurationProblems { get; init; } = [];
    /// <summary>OpenPGP keys that end soon, have ended or cannot be used.</summary>
    public IReadOnlyList<KeyState> Keys { get; init; } = [];

    /// <summary>When its order files came; null: nothing is expected of it.</summary>
    public ArrivalFacts? Arrivals { get; init; }

    public bool IsEnabled => Profile is { Enabled: true };

    public bool IsPaused => Counts.Pause is { } pause && (pause.Until is null || pause.Until > Now);

    public JobState? JobNamed(string job) => Jobs.FirstOrDefault(one => one.Job == job);

    /// <summary>Whether a run of a worker that lives is under way.</summary>
    public bool IsRunning(JobState job) => job.RunningSince is not null && LivingWorkers.Contains(job.Owner);
}

/// <param name="Text">Which key, and what about it.</param>
/// <param name="IsUrgent">It has ended, ends within a week, or cannot be used.</param>
public sealed record KeyState(string Text, bool IsUrgent);

/// <summary>An area that an operator lets rest.</summary>
/// <param name="Since">From when on.</param>
/// <param name="Until">When it ends by itself; null: when somebody resumes it.</param>
/// <param name="Reason">The operator's.</param>
/// <param name="By">The operator's account.</param>
public sealed record AreaPause(DateTimeOffset Since, DateTimeOffset? Until, string Reason, string By);
