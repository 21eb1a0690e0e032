using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.Orders;

public class ReaderCostTests
{
    [Fact]
    public async Task A_good_row_costs_no_allocation()
    {
        var few = OrderFileGenerator.Bytes(2_000);
        var many = OrderFileGenerator.Bytes(12_000);
        await AllocatedBytes(few);

        var perRow = (await AllocatedBytes(many) - await AllocatedBytes(few)) / 10_000.0;

        Assert.InRange(perRow, double.NegativeInfinity, 4);
    }

    private static async Task<long> AllocatedBytes(byte[] file)
    {
        var rules = OrderRules.Compile(DemoProfile.Large(), DemoProfile.Today);
        using var stream = new MemoryStream(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var reader = await OrderReader.OpenAsync(stream, rules, CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            Assert.False(reader.Row.IsRejected);
        }

        Assert.Null(reader.Refusal);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
