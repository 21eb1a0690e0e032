using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of leases does.</summary>
public abstract class LeaseStoreContract : StoreContract
{
    [Fact]
    public async Task A_lease_is_renewed_by_its_owner_and_taken_over_when_it_has_ended()
    {
        var first = await TakeAsync("one", Now);
        Assert.Equal((Now + Duration, null, 0), (first!.Until, first.TakenFrom, first.EndedTransactions));
        var renewed = await TakeAsync("one", Now.AddSeconds(10));
        Assert.Equal((first.Token, null), (renewed!.Token, renewed.TakenFrom));
        Assert.Null(await TakeAsync("two", Now.AddSeconds(39)));

        var other = await TakeAsync("two", Now.AddSeconds(40));
        Assert.Equal((first.Token + 1, "one", 0), (other!.Token, other.TakenFrom, other.EndedTransactions));
        Assert.Null(await TakeAsync("one", Now.AddSeconds(41)));
    }

    [Fact]
    public async Task An_owner_that_comes_back_after_its_end_keeps_its_token_if_nobody_came_in_between()
    {
        var first = await TakeAsync("one", Now);
        Assert.Equal(first!.Token, (await TakeAsync("one", Now.AddDays(1)))!.Token);
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once_and_its_token_still_rises()
    {
        var first = await TakeAsync("one", Now);
        await Stores.Leases.ReturnAsync(first!, Now.AddSeconds(1), default);
        Assert.Equal(first!.Token + 1, (await TakeAsync("two", Now.AddSeconds(1)))!.Token);
    }

    [Fact]
    public async Task A_lease_that_is_another_workers_by_now_cannot_be_given_back()
    {
        var first = await TakeAsync("one", Now);
        await TakeAsync("two", Now + Duration);
        await Stores.Leases.ReturnAsync(first!, Now + Duration, default);
        Assert.Null(await TakeAsync("three", Now + Duration + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Customers_areas_are_apart()
    {
        await TakeAsync("one", Now);
        Assert.NotNull(await Stores.Leases.TryTakeAsync(new CustomerId(CustomerIds.Next("STO")), "two", Now, Duration, default));
    }

    private Task<AreaLease?> TakeAsync(string owner, DateTimeOffset now) =>
        Stores.Leases.TryTakeAsync(Customer, owner, now, Duration, default);
}
