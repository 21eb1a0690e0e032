using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of holds does.</summary>
public abstract class HoldStoreContract : StoreContract
{
    [Fact]
    public async Task A_hold_is_listed_as_it_was_set_for_its_own_customer()
    {
        var hold = await SetAsync("inspection 4711");
        Assert.Equal((Customer.Value, "inspection 4711", Now, Now.AddDays(30), null),
            (hold.Customer, hold.Reason, hold.SetAt, hold.Until, hold.EndedAt));
        Assert.Equal([hold], await Stores.Holds.ListAsync(Customer, default));
        Assert.Empty(await Stores.Holds.ListAsync(new CustomerId(CustomerIds.Next("STO")), default));
    }

    [Fact]
    public async Task Holds_are_ended_one_by_one_once_and_stay_in_the_list()
    {
        var (one, two) = (await SetAsync("one"), await SetAsync("two"));
        Assert.True(await Stores.Holds.EndAsync(Customer, one.HoldId, "an operator", default));
        Assert.False(await Stores.Holds.EndAsync(Customer, one.HoldId, "an operator", default));
        var listed = await Stores.Holds.ListAsync(Customer, default);
        Assert.Equal([Now, (DateTimeOffset?)null], listed.OrderBy(hold => hold.Reason).Select(hold => hold.EndedAt));
        Assert.False(listed.Single(hold => hold.HoldId == one.HoldId).IsActive(Now));
        Assert.True(listed.Single(hold => hold.HoldId == two.HoldId).IsActive(Now));
    }

    [Fact]
    public async Task What_is_unknown_of_another_customer_or_over_cannot_be_ended()
    {
        var hold = await SetAsync("one");
        Assert.False(await Stores.Holds.EndAsync(Customer, Guid.CreateVersion7(), "an operator", default));
        Assert.False(await Stores.Holds.EndAsync(new CustomerId(CustomerIds.Next("STO")), hold.HoldId, "an operator", default));
        var over = await Stores.Holds.SetAsync(Customer, "over", Now, "an operator", default);
        Assert.False(await Stores.Holds.EndAsync(Customer, over.HoldId, "an operator", default));
    }

    private Task<Hold> SetAsync(string reason) =>
        Stores.Holds.SetAsync(Customer, reason, Now.AddDays(30), "an operator", default);
}
