using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>One file as a look into the inbox saw it.</summary>
internal readonly record struct SeenFile(RemotePath Path, RemoteVersion Version);

/// <summary>What all looks together know of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Version">Number of this version, never used again.</param>
/// <param name="FirstSeenAt">When this name appeared, by our clock.</param>
/// <param name="SameSince">Since when size and time have been the same, by our clock.</param>
/// <param name="SamePolls">In how many looks in a row they were the same, 1 at the first.</param>
/// <param name="ToldAt">When operators were told about it, or null.</param>
/// <param name="AnsweredAt">When the customer was told that it is no file for us, or null.</param>
/// <param name="FileState">State of the file row of this version, or null when it was not claimed yet.</param>
internal sealed record Sighting(
    RemotePath Path, long Version, DateTimeOffset FirstSeenAt, DateTimeOffset SameSince, int SamePolls, DateTimeOffset? ToldAt,
    DateTimeOffset? AnsweredAt, string? FileState);

/// <summary>A file whose verdict is stored but whose answers or source are not dealt with yet.</summary>
/// <param name="FileId">Its id.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Seen">Size and remote time of what was answered.</param>
/// <param name="Version">The sighting's.</param>
/// <param name="AllDelivered">Whether all its answers are with the customer.</param>
/// <param name="IsForeign">Whether it is no file for us: it is left where it is.</param>
/// <param name="Companions">The .done and .ctl files that were claimed with it.</param>
internal sealed record StoredFile(Guid FileId, RemotePath Path, RemoteVersion Seen, long Version, bool AllDelivered, bool IsForeign,
    IReadOnlyList<RemotePath> Companions);

/// <summary>What is known of inboxes and inbound files.</summary>
internal interface IInboxStore
{
    /// <summary>
    /// Records one look and returns what is known of each file seen, in the same order. A file that changed gets a new version. Times that
    /// lie ahead of this look were written by a clock that was set back since: they become this look's.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: the look is out of date; nothing was recorded.</exception>
    Task<IReadOnlyList<Sighting>> RecordAsync(AreaLease lease, IReadOnlyList<SeenFile> seen, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Notes that operators were told about these files, so that they are told once.</summary>
    Task NoteToldAsync(CustomerId customer, IReadOnlyList<RemotePath> paths, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Those of the names under which a file was claimed since then, without regard to case.</summary>
    Task<IReadOnlySet<string>> ClaimedNamesAsync(CustomerId customer, IReadOnlyCollection<string> names, bool isTest, DateTimeOffset since,
        CancellationToken cancellationToken);

    /// <summary>
    /// Claims files: makes their rows, or takes over the rows that a worker before us claimed and did not finish. Files that are stored
    /// already, or whose next attempt is not due, are left out of the result. An attempt further ahead than any pause is due: a clock was
    /// set back.
    /// </summary>
    Task<IReadOnlyList<InboundFile>> ClaimAsync(AreaLease lease, IReadOnlyList<ClaimRequest> requests, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>How many files of the customer were claimed since then.</summary>
    Task<int> CountClaimedAsync(CustomerId customer, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// How a message with this mark was used since then; null: not at all, or as an order that is a duplicate still and is answered as one.
    /// </summary>
    Task<MessageUse?> FindMessageAsync(CustomerId customer, ReadOnlyMemory<byte> mark, DateTimeOffset since,
        CancellationToken cancellationToken);

    /// <summary>Notes a failed attempt, by its reason and in the words of the environment, and when the next one is due.</summary>
    Task NoteFailureAsync(InboundFile file, string problem, string? text, DateTimeOffset nextAttemptAt,
        CancellationToken cancellationToken);

    /// <summary>Forgets a claim whose file changed or vanished before it was stored.</summary>
    Task DropClaimAsync(InboundFile file, CancellationToken cancellationToken);

    /// <summary>Files with a stored verdict that are not closed, oldest first.</summary>
    Task<IReadOnlyList<StoredFile>> StoredAsync(CustomerId customer, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Closes a file whose source is gone, and forgets its sighting. That of a foreign entry stays, so that it is told of once.
    /// </summary>
    Task CloseAsync(CustomerId customer, StoredFile file, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What a signed message was before.</summary>
internal enum MessageUse
{
    /// <summary>Taken in, and what it ordered was cancelled, declined or erased since.</summary>
    Taken,
    /// <summary>Tried out in the test folder.</summary>
    Rehearsed,
}

/// <summary>A file to claim.</summary>
internal sealed record ClaimRequest(Sighting Sighting, RemoteName Name, RemoteVersion Seen, InboundKind Kind, bool IsTest, string BaseName,
    long? SequenceNo,
    IReadOnlyList<RemoteName> Markers, ForeignEntry Foreign = ForeignEntry.None)
{
    /// <summary>The day's files are used up: it is answered with that, unread.</summary>
    public bool IsOverQuota { get; init; }

    /// <summary>The file as this worker has it from now on.</summary>
    /// <param name="lease">The right under which it was claimed.</param>
    /// <param name="fileId">The ledger's id of it.</param>
    /// <param name="attempt">Which try this is; the first is 1.</param>
    public InboundFile FileOf(AreaLease lease, Guid fileId, int attempt) => new()
    {
        FileId = fileId,
        Customer = lease.Customer,
        Path = Sighting.Path,
        Name = Name,
        Version = Sighting.Version,
        Seen = Seen,
        Kind = Kind,
        IsTest = IsTest,
        BaseName = BaseName,
        SequenceNo = SequenceNo,
        Markers = Markers,
        IsOverQuota = IsOverQuota,
        Foreign = Foreign,
        Lease = lease,
        Attempt = attempt,
        FirstSeenAt = Sighting.FirstSeenAt,
    };
}
