using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Operators;

/// <summary>How jobs went, told to everybody who asks the database; and what operators have decided, told to the workers.</summary>
public interface IJobStates
{
    /// <summary>Notes what changed since the last call. An outcome that is older than what another worker noted is passed over.</summary>
    /// <returns>What operators have decided, of all areas about which they ever did.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The database failed; the same states may be noted again.</exception>
    Task<IReadOnlyList<AreaControl>> NoteAsync(IReadOnlyList<JobState> states, CancellationToken cancellationToken);
}

/// <summary>What operators have decided about an area.</summary>
/// <param name="Area">Which.</param>
/// <param name="PausedAt">Since when it rests; null: it does not.</param>
/// <param name="PausedUntil">When the rest ends by itself; null: when somebody resumes the area.</param>
/// <param name="RetryAt">When somebody last asked to try at once; null: never.</param>
public sealed record AreaControl(CustomerId Area, DateTimeOffset? PausedAt, DateTimeOffset? PausedUntil, DateTimeOffset? RetryAt)
{
    public bool IsPausedAt(DateTimeOffset now) => PausedAt is not null && (PausedUntil is null || PausedUntil > now);
}
