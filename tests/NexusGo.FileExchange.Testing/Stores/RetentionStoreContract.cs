using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of due cards does. When a card is due is <see cref="RetentionRules"/>'s to say.</summary>
public abstract class RetentionStoreContract
{
    private protected static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly RetentionTerms Terms = new("7", "12M");

    private static readonly RetentionFacts Delivered = new()
    {
        OrderedAt = Now.AddMonths(-14), Status = CardStatus.Delivered, StatusAt = Now.AddMonths(-13), State = CardState.Active,
        StateAt = Now.AddMonths(-13), ProducedAt = Now.AddMonths(-13), DeliveredAt = Now.AddMonths(-13),
    };

    private static readonly RetentionFacts OnHold = new()
    {
        OrderedAt = Now.AddDays(-70), Status = CardStatus.OnHold, StatusAt = Now.AddDays(-70),
    };

    private protected CustomerId Customer { get; } = new(CustomerIds.Next("RET"));

    private protected abstract IRetentionStore Store { get; }

    /// <summary>Stores a card as production and time left it.</summary>
    private protected abstract Task<Guid> AddAsync(CustomerId customer, RetentionFacts facts);

    private protected abstract Task HoldAsync(CustomerId customer, DateTimeOffset until);

    [Fact]
    public async Task Cards_are_due_from_the_moment_of_their_rule_on()
    {
        var (delivered, waiting) = (await AddAsync(Customer, Delivered), await AddAsync(Customer, OnHold));
        Assert.Equal([(delivered, ErasureCause.PeriodEnded), (waiting, ErasureCause.HoldTimeout)],
            (await DueAsync(Now)).OrderBy(card => card.Cause).Select(card => (card.CardId, card.Cause)));
        Assert.Equal(waiting, Assert.Single(await DueAsync(OnHold.StatusAt + RetentionRules.OnHold)).CardId);
        Assert.Empty(await DueAsync((OnHold.StatusAt + RetentionRules.OnHold).AddSeconds(-1)));
    }

    [Fact]
    public async Task Of_other_customers_nothing_is_due_and_nothing_is_erased()
    {
        var other = new CustomerId(CustomerIds.Next("RET"));
        var card = await AddAsync(other, Delivered);
        Assert.Empty(await DueAsync(Now));
        Assert.Equal(0, await EraseAsync(ErasureCause.PeriodEnded, card));
        Assert.Single(await Store.DueAsync(other, Terms, Now, default));
    }

    [Fact]
    public async Task An_erased_card_is_due_no_more()
    {
        var card = await AddAsync(Customer, Delivered);
        Assert.Equal(1, await EraseAsync(ErasureCause.PeriodEnded, card));
        Assert.Empty(await DueAsync(Now.AddYears(5)));
        Assert.Equal(0, await EraseAsync(ErasureCause.PeriodEnded, card));
    }

    [Fact]
    public async Task Only_what_is_due_by_that_rule_at_that_moment_is_erased()
    {
        var (delivered, young) = (await AddAsync(Customer, Delivered), await AddAsync(Customer, Delivered with { DeliveredAt = Now }));
        Assert.Equal(0, await EraseAsync(ErasureCause.Returned, delivered));
        Assert.Equal(1, await EraseAsync(ErasureCause.PeriodEnded, delivered, young));
        Assert.Equal(young, Assert.Single(await DueAsync(Now.AddYears(5))).CardId);
    }

    [Fact]
    public async Task A_row_nobody_decided_about_is_cancelled_and_its_number_goes_later()
    {
        var card = await AddAsync(Customer, OnHold);
        Assert.Equal(1, await EraseAsync(ErasureCause.HoldTimeout, card));
        Assert.Empty(await DueAsync(Now));
        Assert.Equal((card, ErasureCause.KeptNumber),
            Assert.Single(await DueAsync(Now.AddYears(5))) is var due ? (due.CardId, due.Cause) : default);
    }

    [Fact]
    public async Task Under_a_hold_nothing_is_erased()
    {
        var card = await AddAsync(Customer, Delivered);
        await HoldAsync(Customer, Now.AddDays(1));
        Assert.Single(await Store.HoldsAsync(Customer, Now, default));
        Assert.Null(await EraseAsync(ErasureCause.PeriodEnded, card));
        Assert.Empty(await Store.HoldsAsync(Customer, Now.AddDays(1), default));
        Assert.Single(await DueAsync(Now));
    }

    private Task<IReadOnlyList<DueCard>> DueAsync(DateTimeOffset at) => Store.DueAsync(Customer, Terms, at, default);

    private Task<int?> EraseAsync(ErasureCause cause, params Guid[] cards) =>
        Store.EraseAsync(Customer, Terms, cause, cards, Now, Guid.CreateVersion7(), Now, default);
}
