using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Inbound;

/// <summary>How many files are stored at the same time, and whose.</summary>
public sealed class StoringSlotsTests
{
    [Fact]
    public async Task One_customer_never_has_all_places()
    {
        using var slots = new StoringSlots();
        var hold = new TaskCompletionSource<int>();
        var begun = 0;
        var many = Enumerable.Range(0, 50).Select(_ => slots.RunAsync(new CustomerId("MANY"), () =>
        {
            Interlocked.Increment(ref begun);
            return hold.Task;
        }, CancellationToken.None)).ToList();
        Assert.Equal(StoringSlots.All / 2, begun);
        Assert.Equal(7, await slots.RunAsync(new CustomerId("FEW"), () => Task.FromResult(7), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30)));
        hold.SetResult(1);
        await Task.WhenAll(many).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(50, begun);
    }

    [Fact]
    public async Task A_failure_gives_its_place_back()
    {
        using var slots = new StoringSlots();
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                slots.RunAsync<int>(new CustomerId("ACME"), () => throw new InvalidOperationException(), CancellationToken.None));
        }

        Assert.Equal(1, await slots.RunAsync(new CustomerId("ACME"), () => Task.FromResult(1), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
