using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Operators.Health;

/// <summary>All that the rules of the service as a whole look at.</summary>
public sealed record ServiceFacts
{
    public required DateTimeOffset Now { get; init; }
    /// <summary>Why the database could not be asked; null: it was.</summary>
    public string? DatabaseProblem { get; init; }
    /// <summary>Clock of the database minus ours.</summary>
    public TimeSpan ClockOffset { get; init; }
    /// <summary>Runs of workers that live, by the database.</summary>
    public IReadOnlyCollection<string> LivingWorkers { get; init; } = [];
    /// <summary>What is wrong with appsettings.json and production.json.</summary>
    public IReadOnlyList<string> ConfigurationProblems { get; init; } = [];
    /// <summary>Why the master key cannot be used; null: it can, or may not be looked at by this user.</summary>
    public string? MasterKeyProblem { get; init; }
    /// <summary>Our own OpenPGP keys that end soon, have ended or cannot be used.</summary>
    public IReadOnlyList<KeyState> Keys { get; init; } = [];
    public IReadOnlyList<DiskState> Disks { get; init; } = [];
    /// <summary>The partner's events that had no effect; null: there is no partner.</summary>
    public EventTroubles? Production { get; init; }
}

/// <param name="For">What lies there: data, spool or log.</param>
/// <param name="Path">The folder.</param>
/// <param name="FreeBytes">Room for us.</param>
/// <param name="FloorBytes">Below it the service does not go on.</param>
public sealed record DiskState(string For, string Path, long FreeBytes, long FloorBytes);
