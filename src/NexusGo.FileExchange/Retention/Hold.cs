namespace NexusGo.FileExchange.Retention;

/// <summary>A documented reason not to erase a customer's cards yet. Over when its time is up or somebody ended it.</summary>
public sealed record Hold
{
    public required Guid HoldId { get; init; }
    public required string Customer { get; init; }
    /// <summary>For people and evidence; no personal data.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public required DateTimeOffset Until { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsActive(DateTimeOffset now) => EndedAt is null && now < Until;
}
