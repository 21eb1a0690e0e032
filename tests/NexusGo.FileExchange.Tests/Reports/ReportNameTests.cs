using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Reports;

public sealed class ReportNameTests
{
    [Theory]
    [InlineData(ReportKind.BackReport, "ACME", 42, ".csv", "BRP_ACME_20250115T080211Z_000042.csv")]
    [InlineData(ReportKind.Repeat, "ACME", 1, ".csv", "BRP_ACME_20250115T080211Z_000001.csv")]
    [InlineData(ReportKind.Certificate, "ACME", 1_234_567, ".csv", "CER_ACME_20250115T080211Z_1234567.csv")]
    [InlineData(ReportKind.Batch, "PRODUCTION", 7, ".zip", "PRD_20250115T080211Z_000007.zip")]
    public void A_name_says_kind_receiver_time_and_number(ReportKind kind, string receiver, long number, string extension, string name) =>
        Assert.Equal(name, ReportName.For(kind, new CustomerId(receiver), new DateTimeOffset(2025, 1, 15, 9, 2, 11, TimeSpan.FromHours(1)),
            ReportName.Number(number), extension));
}
