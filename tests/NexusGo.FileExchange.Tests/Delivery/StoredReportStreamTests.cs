using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Delivery;

public sealed class StoredReportStreamTests
{
    /// <summary>
    /// The simulation found it: a worker slept in the middle of a delivery, and met a defect where another one had delivered the file.
    /// </summary>
    [Fact]
    public async Task A_report_whose_bytes_are_gone_was_delivered_by_another_worker()
    {
        var report = new DueReport
        {
            ReportId = Guid.NewGuid(), Customer = CustomerId.Production, FileId = null, Kind = ReportKind.Batch, Folder = "/out/batches/",
            Name = "PRD_20261130T120125Z_000001.zip", SizeBytes = 10, Sha256 = new byte[32], WrappedKey = default, Attempts = 0,
        };
        var stream = new StoredReportStream(new InMemoryExchange().Reports, null!, report);
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => stream.ReadAsync(new byte[10]).AsTask());
        Assert.Equal((FailureReason.LeaseLost, true), (failure.Reason, failure.IsTransient));
    }
}
