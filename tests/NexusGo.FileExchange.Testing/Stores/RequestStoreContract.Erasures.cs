using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Requests;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What becomes of erasures that had to wait: all that fulfil them do this.</summary>
public abstract partial class RequestStoreContract
{
    [Fact]
    public async Task What_was_to_wait_is_erased_once_it_is_produced_and_invoiced()
    {
        var (orderNo, numbers) = await OrderAsync(Ida + Bo);
        Assert.Equal([RequestOutcome.Scheduled], await OutcomesAsync($"r1;ERASE;ORDER_NO;{orderNo};;;"));
        Assert.Equal(0, await FulfilAsync(Customer));
        await Stores.SetFactsAsync!(numbers[0], Delivered with { IsInvoiced = false });
        Assert.Equal(0, await FulfilAsync(Customer));
        await Stores.SetFactsAsync(numbers[0], Delivered);
        Assert.Equal(0, await FulfilAsync(new CustomerId("NOBODY")));
        Assert.Equal(1, await FulfilAsync(Customer));
        Assert.Equal(0, await FulfilAsync(Customer));
        Assert.Equal(1, await OpenAsync(orderNo));
        await Stores.SetFactsAsync(numbers[1], Delivered);
        Assert.Equal(1, await FulfilAsync(Customer));
        Assert.Equal(0, await OpenAsync(orderNo));
    }

    [Fact]
    public async Task Under_a_hold_what_waits_goes_on_waiting()
    {
        var (_, numbers) = await OrderAsync(Ida);
        await AskAsync("r1;ERASE;CUSTOMER_REF;A1;;;");
        await Stores.SetFactsAsync!(numbers[0], Delivered);
        var hold = await Stores.Holds.SetAsync(Customer, "inspection", Now.AddDays(30), "an operator", default);
        Assert.Equal(0, await FulfilAsync(Customer));
        await Stores.Holds.EndAsync(Customer, hold.HoldId, "an operator", default);
        Assert.Equal(1, await FulfilAsync(Customer));
    }

    [Fact]
    public async Task The_person_of_a_request_is_forgotten_when_nothing_of_it_is_left()
    {
        var (_, numbers) = await OrderAsync(Ida);
        const string asked = "r1;ERASE;PERSON;19900101-9802;;;";
        await AskAsync(asked);
        await FulfilAsync(Customer);
        Assert.NotNull(await PersonAsync(asked));
        await Stores.SetFactsAsync!(numbers[0], Delivered);
        await FulfilAsync(Customer);
        Assert.Null(await PersonAsync(asked));
    }

    private Task<long> FulfilAsync(CustomerId customer) =>
        Stores.ScheduledErasures!.RunAsync(Profile with { CustomerId = customer.Value }, default);

    /// <summary>How many cards of an order hold something.</summary>
    private async Task<long> OpenAsync(long orderNo)
    {
        await using var transaction = await BeginAsync();
        return (await transaction.SelectAsync(await RowsAsync($"look;ERASE;ORDER_NO;{orderNo};;;"), default)).Cards[1].Open;
    }

    private async Task<Guid?> PersonAsync(string row)
    {
        await using var transaction = await BeginAsync();
        return (await transaction.FindAnsweredAsync(await RowsAsync(row), default)).Single().Value.PersonIndex;
    }
}
