using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class VisitSlotsTests
{
    [Theory]
    [InlineData(16, 12)]
    [InlineData(4, 3)]
    [InlineData(1, 1)]
    public async Task A_server_that_hangs_leaves_a_quarter_of_the_places_to_others(int all, int ofOne)
    {
        using var slots = new VisitSlots(all);
        var hanging = Enumerable.Range(0, all).Select(_ => slots.TakeAsync(At("hangs.example"), CancellationToken.None)).ToList();
        Assert.Equal(ofOne, hanging.Count(slot => slot.IsCompleted));
        var others = Enumerable.Range(0, all - ofOne).Select(_ => slots.TakeAsync(At("works.example"), CancellationToken.None)).ToList();
        await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(10));

        // One that ends lets in the next of its server.
        if (all > ofOne)
        {
            (await hanging[0]).Dispose();
            await hanging[ofOne].WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private static CustomerProfile At(string host) => DemoProfile.Create() with { Remote = new RemoteSettings { Host = host } };
}
