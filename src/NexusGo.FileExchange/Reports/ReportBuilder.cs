using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>A report being written: a stream into a spool, hashed and counted, that becomes a <see cref="ReportDraft"/>.</summary>
internal sealed class ReportBuilder : IAsyncDisposable
{
    private readonly SpoolFile spool;
    private readonly PackedWriteStream packing;
    private readonly CountingHashStream output;
    private bool handedOver;

    public ReportBuilder(SpoolFolder spools)
    {
        spool = spools.Create();
        packing = new PackedWriteStream(spool);
        output = new CountingHashStream(packing);
    }

    /// <summary>Where the final bytes are written.</summary>
    public Stream Output => output;

    /// <summary>Closes the writing and reads what was written; for content that becomes another draft. This one keeps its bytes until it is disposed.</summary>
    public async ValueTask<Stream> ReadBackAsync()
    {
        packing.Complete();
        await output.DisposeAsync().ConfigureAwait(false);
        return new PackedReadStream(new PackedBlocks(spool.OpenRead()));
    }

    /// <summary>Closes the writing and hands the bytes over.</summary>
    public async ValueTask<ReportDraft> CompleteAsync(ReportKind kind, string folder, string name, Guid reportId, CustomerVault vault)
    {
        packing.Complete();
        await output.DisposeAsync().ConfigureAwait(false);
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
            OpenBlocks = () => new PackedBlocks(spool.OpenRead()),
            Spool = spool,
        };
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
