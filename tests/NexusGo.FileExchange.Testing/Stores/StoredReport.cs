using System.Buffers;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>A finished report as the double keeps it: its compressed bytes in sealed blocks, as in the database.</summary>
internal static class StoredReport
{
    /// <summary>The answers to a file.</summary>
    public static async Task<IReadOnlyList<ReportRow>> OfAsync(IReadOnlyList<ReportDraft> answers, InboundFile file, FileVerdict verdict,
        CancellationToken cancellationToken)
    {
        var reports = new List<ReportRow>(answers.Count);
        foreach (var answer in answers)
        {
            reports.Add(await OfAsync(answer, file.Customer, file.FileId, verdict.StoredAt, cancellationToken));
        }

        return reports;
    }

    public static async Task<ReportRow> OfAsync(ReportDraft draft, CustomerId customer, Guid? fileId, DateTimeOffset createdAt,
        CancellationToken cancellationToken)
    {
        var blocks = new List<byte[]>();
        var block = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes);
        await using (var compressed = draft.OpenCompressed())
        {
            var whole = block.AsMemory(0, ReportDraft.BlockBytes);
            while (await compressed.ReadAtLeastAsync(whole, whole.Length, throwOnEndOfStream: false, cancellationToken)
                is var length and > 0)
            {
                blocks.Add(draft.Sealer.Seal(blocks.Count, block.AsSpan(0, length)));
            }
        }

        ArrayPool<byte>.Shared.Return(block);
        return new ReportRow(new DueReport
        {
            ReportId = draft.ReportId,
            Customer = customer,
            FileId = fileId,
            Kind = draft.Kind,
            Folder = draft.Folder,
            Name = draft.Name,
            SizeBytes = draft.SizeBytes,
            Sha256 = draft.Sha256,
            WrappedKey = draft.Sealer.WrappedKey.ToArray(),
            Attempts = 0,
        }, blocks, createdAt);
    }
}
