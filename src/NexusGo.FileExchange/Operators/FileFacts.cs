namespace NexusGo.FileExchange.Operators;

/// <summary>What the database knows of one name in one customer's inbox: where it was seen, and what became of it.</summary>
/// <param name="Sightings">What looks into the inbox saw and nobody has answered yet; one for each folder.</param>
/// <param name="Files">Versions that were taken in, the latest first.</param>
public sealed record FileFacts(IReadOnlyList<SeenName> Sightings, IReadOnlyList<TakenFile> Files);

/// <param name="Path">Where it lies, safe to show.</param>
/// <param name="SizeBytes">Its size at the last look.</param>
/// <param name="FirstSeenAt">By our clock.</param>
/// <param name="SameSince">Since when size and time are the same, by our clock.</param>
/// <param name="SamePolls">In how many looks in a row.</param>
/// <param name="LastSeenAt">The last look that saw it.</param>
/// <param name="AnsweredAt">When the customer was told that it is no file for us, or null.</param>
public sealed record SeenName(string Path, long SizeBytes, DateTimeOffset FirstSeenAt, DateTimeOffset SameSince, int SamePolls,
    DateTimeOffset LastSeenAt, DateTimeOffset? AnsweredAt);

/// <summary>A version of a file that was claimed.</summary>
public sealed record TakenFile
{
    public required Guid FileId { get; init; }
    public required string Name { get; init; }
    /// <summary>CLAIMED, STORED or CLOSED.</summary>
    public required string State { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }
    public int Attempts { get; init; }
    /// <summary>Why the last attempt failed; null: it did not.</summary>
    public Trouble? Problem { get; init; }
    public DateTimeOffset NextAttemptAt { get; init; }
    /// <summary>The verdict, such as PARTIAL; null: none yet.</summary>
    public string? Status { get; init; }
    public string? ErrorCode { get; init; }
    public DateTimeOffset? StoredAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public bool IsQuarantined { get; init; }
    public IReadOnlyList<FileAnswer> Answers { get; init; } = [];
}

/// <param name="Path">Folder and name at the customer's.</param>
/// <param name="DeliveredAt">Null: not yet.</param>
/// <param name="Problem">Why the last attempt to deliver it failed.</param>
/// <param name="NextAttemptAt">When the next one is due.</param>
public sealed record FileAnswer(string Path, DateTimeOffset? DeliveredAt, Trouble? Problem, DateTimeOffset NextAttemptAt);
