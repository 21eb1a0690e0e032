using NexusGo.FileExchange.Demo;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the demo tells whoever drops a file while it runs.</summary>
public sealed class DemoLiveViewTests
{
    [Theory]
    [InlineData("", "in/ORD_1.csv", "in/ORD_1.csv has come; it is taken once it stays the same for a second")]
    [InlineData("acme/in/ORD_1.csv", "", "acme/in/ORD_1.csv is gone: it was taken, and is answered by a receipt")]
    [InlineData("", "out/receipts/RCP_ORD_1.csv", "out/receipts/RCP_ORD_1.csv says ACCEPTED")]
    [InlineData("", "out/errors/ERR_ORD_1.csv", "out/errors/ERR_ORD_1.csv has come")]
    [InlineData("out/reports/BRP_1.csv", "", "out/reports/BRP_1.csv is gone")]
    [InlineData("in/ORD_1.csv", "in/ORD_1.csv", "")]
    public void Each_file_that_comes_or_goes_is_a_line(string before, string now, string line) =>
        Assert.Equal(line, string.Join('\n', DemoLiveView.Changes(before.Length > 0 ? [before] : [], now.Length > 0 ? [now] : [],
            path => path.Contains("/RCP_", StringComparison.Ordinal) ? "ACCEPTED" : null)));
}
