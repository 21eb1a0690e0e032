using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
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
        var first = await TakeAsync("one");
        Assert.Equal((null, 0), (first!.TakenFrom, first.EndedTransactions));
        await Stores.PassAsync(Customer, TimeSpan.FromSeconds(10));
        var renewed = await TakeAsync("one");
        Assert.Equal((first.Token, null), (renewed!.Token, renewed.TakenFrom));
        await Stores.PassAsync(Customer, Duration - TimeSpan.FromSeconds(5));
        Assert.Null(await TakeAsync("two"));

        await Stores.PassAsync(Customer, TimeSpan.FromSeconds(5));
        var other = await TakeAsync("two");
        Assert.Equal((first.Token + 1, "one", 0), (other!.Token, other.TakenFrom, other.EndedTransactions));
        Assert.Null(await TakeAsync("one"));
    }

    [Fact]
    public async Task An_owner_that_comes_back_after_its_end_keeps_its_token_if_nobody_came_in_between()
    {
        var first = await TakeAsync("one");
        await Stores.PassAsync(Customer, TimeSpan.FromDays(1));
        Assert.Equal(first!.Token, (await TakeAsync("one"))!.Token);
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once_and_its_token_still_rises()
    {
        var first = await TakeAsync("one");
        await Stores.Leases.ReturnAsync(first!, default);
        var next = await TakeAsync("two");
        Assert.Equal((first!.Token + 1, null), (next!.Token, next.TakenFrom));
    }

    [Fact]
    public async Task A_lease_that_is_another_workers_by_now_cannot_be_given_back()
    {
        var first = await TakeAsync("one");
        await TakeOverAsync();
        await Stores.Leases.ReturnAsync(first!, default);
        Assert.Null(await TakeAsync("three"));
    }

    [Fact]
    public async Task A_renewal_of_all_keeps_what_has_not_ended_and_tells_who_lives()
    {
        var (owner, other) = (CustomerIds.Next("RUN"), CustomerIds.Next("RUN"));
        await TakeAsync(owner);
        Assert.Contains(Customer, (await Stores.Leases.RenewAllAsync(owner, Duration, default)).Ours);
        var seen = await Stores.Leases.RenewAllAsync(other, Duration, default);
        Assert.True(seen.Others.Contains(Customer) && seen.Workers >= 2 && !seen.Ours.Contains(Customer));

        await Stores.PassAsync(Customer, Duration);
        Assert.DoesNotContain(Customer, (await Stores.Leases.RenewAllAsync(owner, Duration, default)).Ours);
    }

    [Fact]
    public async Task Whoever_signs_off_leaves_its_areas_to_others_at_once()
    {
        var owner = CustomerIds.Next("RUN");
        var first = await TakeAsync(owner);
        await Stores.Leases.SignOffAsync(owner, default);
        var next = await TakeAsync("two");
        Assert.Equal((first!.Token + 1, null), (next!.Token, next.TakenFrom));
    }

    [Fact]
    public async Task Customers_areas_are_apart()
    {
        await TakeAsync("one");
        Assert.NotNull(await Stores.Leases.TryTakeAsync(new CustomerId(CustomerIds.Next("STO")), "two", Duration, default));
    }

    [Fact]
    public async Task Nothing_is_stored_under_a_token_that_another_owner_has()
    {
        var lease = await TakeAsync("one");
        await Assert.ThrowsAsync<FileExchangeException>(() => SeeAsync(lease! with { Owner = "another" }, "/in/ORD_1.csv"));
    }

    private Task<AreaLease?> TakeAsync(string owner) => Stores.Leases.TryTakeAsync(Customer, owner, Duration, default);
}
