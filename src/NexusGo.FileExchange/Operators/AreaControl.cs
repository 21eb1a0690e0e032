using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Operators;

/// <summary>What operators have decided about an area.</summary>
/// <param name="Area">Which.</param>
/// <param name="PausedAt">Since when it rests; null: it does not.</param>
/// <param name="PausedUntil">When the rest ends by itself; null: when somebody resumes the area.</param>
/// <param name="RetryAt">When somebody last asked to try at once; null: never.</param>
public sealed record AreaControl(CustomerId Area, DateTimeOffset? PausedAt, DateTimeOffset? PausedUntil, DateTimeOffset? RetryAt)
{
    public bool IsPausedAt(DateTimeOffset now) => PausedAt is not null && (PausedUntil is null || PausedUntil > now);
}
