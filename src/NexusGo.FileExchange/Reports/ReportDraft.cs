using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>A finished answer on its way into the store: final bytes in a spool, to be stored in sealed blocks.</summary>
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
    /// <summary>Opens the final bytes from the start; callable more than once.</summary>
    public required Func<Stream> Open { get; init; }
    public required IDisposable Spool { get; init; }

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        Spool.Dispose();
    }
}
