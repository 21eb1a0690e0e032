using System.IO.Compression;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Delivery;

/// <summary>
/// The compressed bytes of a stored report, block by block; no more than one block is in memory. <see cref="Open"/> gives its final bytes.
/// </summary>
internal sealed class StoredReportStream(IReportStore store, ReportOpener opener, DueReport report) : ForwardStream
{
    private byte[] block = [];
    private int at;
    private int nextBlock;
    private bool ended;

    /// <summary>The report as its receiver gets it.</summary>
    public static Stream Open(IReportStore store, ReportOpener opener, DueReport report) =>
        new GZipStream(new StoredReportStream(store, opener, report), CompressionMode.Decompress);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (at == block.Length && !ended)
        {
            if (await store.BlockAsync(report.Customer, report.ReportId, nextBlock, cancellationToken)
                .ConfigureAwait(false) is { } sealedBlock)
            {
                (block, at) = (opener.Open(nextBlock++, sealedBlock), 0);
            }
            else if (nextBlock == 0)
            {
                // No report is stored without bytes. They go once it is delivered: this worker slept, and another one delivered it.
                throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                    $"Another worker has delivered report {report.ReportId} by now; its bytes are gone.");
            }
            else
            {
                ended = true;
            }
        }

        var part = block.AsMemory(at, Math.Min(buffer.Length, block.Length - at));
        part.CopyTo(buffer);
        at += part.Length;
        return part.Length;
    }

    protected override void Dispose(bool disposing)
    {
        opener.Dispose();
        (block, at, ended) = ([], 0, true);
        base.Dispose(disposing);
    }
}
