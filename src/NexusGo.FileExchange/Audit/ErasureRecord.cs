namespace NexusGo.FileExchange.Audit;

/// <summary>Evidence of one erasing transaction.</summary>
public sealed record ErasureRecord
{
    public required Guid EvidenceId { get; init; }
    public required string Cause { get; init; }
    /// <summary>The request that asked for it, or null.</summary>
    public string? RequestRef { get; init; }
    public Guid? RunId { get; init; }
    public required string ProfileVersion { get; init; }
    public required int Cards { get; init; }
    /// <summary>Whether the cards' numbers stayed for the time that cancelled cards have.</summary>
    public required bool KeepsNumber { get; init; }
    public required DateTimeOffset ErasedAt { get; init; }
    /// <summary>When it had to be done again after a restore, or null.</summary>
    public DateTimeOffset? RepeatedAt { get; init; }
    public required string Journal { get; init; }
    public required long EntryNo { get; init; }
    /// <summary>The certificate that told the customer, or null.</summary>
    public string? Certificate { get; init; }
}
