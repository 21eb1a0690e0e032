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
    /// <summary>When the cards' table was written anew, so that their sealed content is in none of its pages. Null: not yet.</summary>
    public DateTimeOffset? ContentRewrittenAt { get; init; }
    /// <summary>When the log with their sealed content was gone. Null: not yet, or this server's log is not ours to remove.</summary>
    public DateTimeOffset? ContentLogDiscardedAt { get; init; }
    /// <summary>What became of the cards' keys; null: a vault that does not know the erasure.</summary>
    public KeyDestruction? Keys { get; init; }
}

/// <summary>The end of the erased cards' keys. Without them their content opens nowhere, also in copies made before.</summary>
/// <param name="DestroyedAt">When they were deleted.</param>
/// <param name="RewrittenAt">When their table was written anew, so that their bytes are in none of its pages. Null: not yet.</param>
/// <param name="LogDiscardedAt">When the log with them was gone. Null: not yet, or this server's log is not ours to remove.</param>
public sealed record KeyDestruction(DateTimeOffset DestroyedAt, DateTimeOffset? RewrittenAt, DateTimeOffset? LogDiscardedAt);
