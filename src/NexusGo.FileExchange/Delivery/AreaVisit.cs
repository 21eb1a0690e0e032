namespace NexusGo.FileExchange.Delivery;

/// <summary>What came of a run over a customer's area.</summary>
/// <param name="IsOurs">False: another worker has the area, and nothing was done.</param>
/// <param name="LookAgainAt">When something is due before the next ordinary look, by our clock; null: nothing.</param>
public readonly record struct AreaVisit(bool IsOurs, DateTimeOffset? LookAgainAt = null);
