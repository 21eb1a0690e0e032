using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound;

/// <summary>A fetched file as the import gets it.</summary>
internal sealed record IncomingFile
{
    public required InboundFile File { get; init; }

    /// <summary>Bytes fetched; equals the size seen.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the file as uploaded; empty when it is refused unread.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>The customer's own id from the control file, or null.</summary>
    public string? LocalId { get; init; }

    /// <summary>Number of rows the control file promises, or null.</summary>
    public long? PromisedRows { get; init; }

    /// <summary>From the control file, else from the name; or null.</summary>
    public long? SequenceNo { get; init; }

    /// <summary>Set when the file is refused before it is opened.</summary>
    public FileRefusal? Refusal { get; init; }

    /// <summary>Opens the clear content; callable more than once. Null when the file is refused unread.</summary>
    public Func<CancellationToken, ValueTask<IInboundContent>>? OpenAsync { get; init; }

    /// <summary>Opens the bytes as uploaded, for the quarantine; null when nothing is to be set aside.</summary>
    public Func<Stream>? Quarantined { get; init; }

    /// <summary>Whether it came encrypted.</summary>
    public bool IsEncrypted { get; init; }
}
