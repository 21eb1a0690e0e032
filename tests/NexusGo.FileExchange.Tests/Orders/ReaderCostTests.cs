using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.Orders;

public class ReaderCostTests
{
    private const int Times = 5;

    [Fact]
    public async Task A_good_row_costs_no_allocation()
    {
        var few = await LeastAllocatedAsync(OrderFileGenerator.Bytes(2_000));
        var many = await LeastAllocatedAsync(OrderFileGenerator.Bytes(12_000));

        Assert.InRange((many - few) / 10_000.0, 0, 4);
    }

    /// <summary>The least of several runs: what the first ones make once for all, such as pooled buffers, does not count.</summary>
    private static async Task<long> LeastAllocatedAsync(byte[] file)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Times; i++)
        {
            least = Math.Min(least, await AllocatedBytesAsync(file));
        }

        Assert.True(least > 0, "The reader itself allocates something; a measurement that sees nothing measures nothing.");
        return least;
    }

    private static async Task<long> AllocatedBytesAsync(byte[] file)
    {
        var rules = OrderRules.Compile(DemoProfile.Large(), DemoProfile.Today);
        using var stream = new MemoryStream(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var reader = await OnThisThread(OrderReader.OpenAsync(stream, rules, CancellationToken.None));
        while (await OnThisThread(reader.ReadAsync(CancellationToken.None)))
        {
            Assert.False(reader.Row.IsRejected);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Null(reader.Refusal);
        return allocated;
    }

    /// <summary>The runtime counts by thread: an await that went on elsewhere would compare two threads' counts.</summary>
    private static ValueTask<T> OnThisThread<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted);
        return task;
    }
}
