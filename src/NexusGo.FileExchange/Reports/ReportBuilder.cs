using System.IO.Compression;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>A report being written: a stream into a spool, hashed and counted, that becomes a <see cref="ReportDraft"/>.</summary>
internal sealed class ReportBuilder : IAsyncDisposable
{
    private readonly SpoolFile spool;
    private readonly CountingHashStream output;
    private bool handedOver;

    public ReportBuilder(SpoolFolder spools)
    {
        spool = spools.Create();
        output = new CountingHashStream(new GZipStream(spool.OpenWrite(), CompressionLevel.Fastest));
    }

    /// <summary>Where the final bytes are written.</summary>
    public Stream Output => output;

    /// <summary>
    /// Closes the writing and reads what was written; for content that becomes another draft. This one keeps its bytes until it is
    /// disposed.
    /// </summary>
    public async ValueTask<Stream> ReadBackAsync()
    {
        await EndAsync().ConfigureAwait(false);
        return new GZipStream(spool.OpenRead(), CompressionMode.Decompress);
    }

    /// <summary>Closes the writing and hands the bytes over.</summary>
    public async ValueTask<ReportDraft> CompleteAsync(ReportKind kind, string folder, string name, Guid reportId, CustomerVault vault)
    {
        await EndAsync().ConfigureAwait(false);
        handedOver = true;
        return new ReportDraft
        {
            ReportId = reportId,
            Kind = kind,
            Folder = folder,
            Name = name,
            SizeBytes = output.BytesWritten,
            Sha256 = output.TakeHash(),
            Sealer = vault.CreateReportSealer(reportId),
            OpenCompressed = spool.OpenRead,
            Spool = spool,
        };
    }

    /// <summary>
    /// The compression ends when its stream is closed; only then is the content whole. Disposing alone completes nothing: a report that
    /// broke off must not look whole.
    /// </summary>
    private async ValueTask EndAsync()
    {
        await output.DisposeAsync().ConfigureAwait(false);
        spool.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        if (!handedOver)
        {
            await output.DisposeAsync().ConfigureAwait(false);
            spool.Dispose();
        }
    }
}
