using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound;

/// <summary>What a file in an inbox is, from its name.</summary>
public enum InboundKind
{
    /// <summary>A file still being uploaded, or none of ours: left alone without a word.</summary>
    Ignored,
    /// <summary>Matches nothing: answered after a while.</summary>
    Unmatched,
    /// <summary>Card orders.</summary>
    Order,
    /// <summary>Requests about orders and cards.</summary>
    Request,
    /// <summary>Photos for orders already sent.</summary>
    Photo,
    /// <summary>What happened to cards, from the production partner.</summary>
    Event,
    /// <summary>
    /// A .done or .ctl file: the companion of a data file. Claimed by itself only where it came after its file was answered.
    /// </summary>
    Marker,
    /// <summary>
    /// No file for us: a folder, a link, an upload that never ended, a companion without its file. Told of once, never touched.
    /// </summary>
    Foreign,
}

/// <summary>Why an entry of an inbox is no file for us.</summary>
public enum ForeignEntry
{
    /// <summary>It is a file for us.</summary>
    None,
    Folder,
    Link,
    /// <summary>A device, socket or fifo.</summary>
    Special,
    /// <summary>A file whose name says that it is being uploaded.</summary>
    UnfinishedUpload,
    /// <summary>A .done or .ctl file without its data file.</summary>
    LoneCompanion,
}

/// <summary>One version of one file in a customer's inbox, claimed by this worker.</summary>
public sealed record InboundFile
{
    public required Guid FileId { get; init; }
    public required CustomerId Customer { get; init; }
    public required RemotePath Path { get; init; }
    public required RemoteName Name { get; init; }
    /// <summary>Number of this sighting; together with customer and path it is unique for ever.</summary>
    public required long Version { get; init; }
    /// <summary>Size and remote time as seen when the file was claimed.</summary>
    public required RemoteVersion Seen { get; init; }
    public required InboundKind Kind { get; init; }
    /// <summary>Whether it lay in the test folder: answered in full, nothing stored.</summary>
    public required bool IsTest { get; init; }
    /// <summary>What the answers' names are made from.</summary>
    public required string BaseName { get; init; }
    /// <summary>Sequence number in the name, or null.</summary>
    public long? SequenceNo { get; init; }
    /// <summary>What a foreign entry is.</summary>
    public ForeignEntry Foreign { get; init; }
    /// <summary>The .done and .ctl files that lay beside it.</summary>
    public IReadOnlyList<RemoteName> Markers { get; init; } = [];
    /// <summary>Keyed hash of the signed message, by which it is taken once; empty for a file without a good signature.</summary>
    public ReadOnlyMemory<byte> MessageMark { get; init; }
    /// <summary>The customer's files of this day are used up: the file is answered with that, unread.</summary>
    public bool IsOverQuota { get; init; }
    /// <summary>The lease under which it was claimed.</summary>
    public required AreaLease Lease { get; init; }
    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    public override string ToString() => $"file {FileId} of {Customer}";
}
