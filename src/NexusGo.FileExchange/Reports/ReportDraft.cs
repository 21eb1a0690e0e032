using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>A finished answer on its way into the store: final bytes in a spool, packed in the blocks that are sealed and stored.</summary>
internal sealed class ReportDraft : IAsyncDisposable
{
    public const int BlockBytes = 256 * 1024;

    public required Guid ReportId { get; init; }
    public required ReportKind Kind { get; init; }
    /// <summary>The folder of the profile it goes to.</summary>
    public required string Folder { get; init; }
    public required string Name { get; init; }
    public required long SizeBytes { get; init; }
    public required byte[] Sha256 { get; init; }
    public required ReportSealer Sealer { get; init; }
    /// <summary>The blocks to be sealed and stored, from the first; callable more than once.</summary>
    public required Func<PackedBlocks> OpenBlocks { get; init; }
    public required IDisposable Spool { get; init; }

    /// <summary>The final bytes from the start; callable more than once.</summary>
    public Stream Open() => new PackedReadStream(OpenBlocks());

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        Spool.Dispose();
    }
}
