using System.IO.Compression;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// A finished answer on its way into the store: its final bytes, compressed in a spool (gzip, RFC 1952). Lines of results look much alike,
/// and what is not stored needs no room in the database, its log and its backups. What the receiver gets is not touched.
/// </summary>
internal sealed class ReportDraft : IAsyncDisposable
{
    /// <summary>So many of the compressed bytes are sealed and stored as one block.</summary>
    public const int BlockBytes = 256 * 1024;

    public required Guid ReportId { get; init; }
    public required ReportKind Kind { get; init; }
    /// <summary>The folder of the profile it goes to.</summary>
    public required string Folder { get; init; }
    public required string Name { get; init; }
    public required long SizeBytes { get; init; }
    public required byte[] Sha256 { get; init; }
    public required ReportSealer Sealer { get; init; }
    /// <summary>The compressed bytes from the start, to be sealed and stored in blocks; callable more than once.</summary>
    public required Func<Stream> OpenCompressed { get; init; }
    public required IDisposable Spool { get; init; }

    /// <summary>The final bytes from the start; callable more than once.</summary>
    public Stream Open() => new GZipStream(OpenCompressed(), CompressionMode.Decompress);

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        Spool.Dispose();
    }
}
