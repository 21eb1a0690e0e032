using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>A back-report that is being written. Nothing is opened before its first line: most looks for news find none.</summary>
internal sealed class BackReportDraft(SpoolFolder spools, CustomerVault vault, CustomerProfile profile) : IAsyncDisposable
{
    private ReportBuilder? drafting;
    private BackReportWriter? writer;
    private CardReferences? references;

    public long Lines => writer?.Lines ?? 0;

    public void Write(BackReportLine line)
    {
        var csv = Begin();
        references ??= new CardReferences(vault);
        references.OpenDetails(line);
        csv.Write(line, references.Of(line));
    }

    /// <summary>Ends the report, which may have no line, and hands over its bytes; they live as long as this draft.</summary>
    public async Task<ReportBuilder> CompleteAsync(long sequence, CancellationToken cancellationToken)
    {
        var csv = Begin();
        await csv.CompleteAsync(sequence, sequence - 1, cancellationToken).ConfigureAwait(false);
        await csv.DisposeAsync().ConfigureAwait(false);
        return drafting!;
    }

    private BackReportWriter Begin()
    {
        drafting ??= new ReportBuilder(spools);
        return writer ??= new BackReportWriter(drafting.Output, profile.Answers, profile.BackReports.Columns);
    }

    public async ValueTask DisposeAsync()
    {
        references?.Dispose();
        if (writer is not null)
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }

        if (drafting is not null)
        {
            await drafting.DisposeAsync().ConfigureAwait(false);
        }
    }
}
