using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What every store of stages does: it counts the cards that do not get on.</summary>
public abstract class StageStoreContract : RetentionContract
{
    /// <summary>What status would show: stages, cards, since when, and when it was noted.</summary>
    private protected abstract Task<IReadOnlyList<(CardStatus Status, long Cards, DateTimeOffset Oldest, DateTimeOffset At)>> NotedAsync();

    [Fact]
    public async Task Cards_count_from_the_moment_of_their_stage_on()
    {
        await AddAsync(Ida);
        Assert.Equal([(CardStatus.Accepted, 1L, Now)], await FindAsync((CardStatus.Accepted, Now)));
        Assert.Empty(await FindAsync((CardStatus.Accepted, Now.AddSeconds(-1))));
        Assert.Empty(await FindAsync((CardStatus.Ordered, Now), (CardStatus.Failed, Now)));
        var other = new CustomerId(CustomerIds.Next("STO"));
        Assert.Empty(await Retention.Stages.FindAsync(other, Before((CardStatus.Accepted, Now)), default));
    }

    [Fact]
    public async Task Each_stage_has_its_own_limit()
    {
        await AddAsync(Ida);
        var (_, number) = await AddAsync(Bo);
        await Stores.SetFactsAsync!(number, new CardFacts(CardStatus.InProduction, CardState.None, IsInvoiced: false, IsErased: false));
        await AddAsync("C1;VISITOR;;;;HQ\r\n");
        Assert.Equal([(CardStatus.Accepted, 2L, Now), (CardStatus.InProduction, 1L, Now)],
            (await FindAsync((CardStatus.Accepted, Now), (CardStatus.InProduction, Now.AddDays(1)))).OrderBy(stage => stage.Status));
        Assert.Equal([(CardStatus.InProduction, 1L, Now)],
            await FindAsync((CardStatus.Accepted, Now.AddDays(-1)), (CardStatus.InProduction, Now)));
    }

    [Fact]
    public async Task An_erased_card_waits_for_nobody()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        Assert.Empty(await FindAsync((CardStatus.Accepted, Now)));
    }

    [Fact]
    public async Task What_is_noted_replaces_what_was()
    {
        OverdueStage Stage(CardStatus status, long cards) => new(Customer.Value, status, cards, Now.AddDays(-9));
        await Retention.Stages.NoteAsync(Customer, [Stage(CardStatus.Ordered, 2), Stage(CardStatus.Failed, 1)], Now, default);
        await Retention.Stages.NoteAsync(Customer, [Stage(CardStatus.Failed, 3)], Now.AddDays(1), default);
        Assert.Equal([(CardStatus.Failed, 3L, Now.AddDays(-9), Now.AddDays(1))], await NotedAsync());
        await Retention.Stages.NoteAsync(new CustomerId(CustomerIds.Next("STO")), [], Now, default);
        Assert.Single(await NotedAsync());
        await Retention.Stages.NoteAsync(Customer, [], Now, default);
        Assert.Empty(await NotedAsync());
    }

    private async Task<IEnumerable<(CardStatus Status, long Cards, DateTimeOffset Oldest)>> FindAsync(
        params (CardStatus Status, DateTimeOffset At)[] before) =>
        (await Retention.Stages.FindAsync(Customer, Before(before), default)).Select(stage =>
        {
            Assert.Equal(Customer.Value, stage.Customer);
            return (stage.Status, stage.Cards, stage.Oldest);
        });

    private static Dictionary<CardStatus, DateTimeOffset> Before(params (CardStatus Status, DateTimeOffset At)[] before) =>
        before.ToDictionary(one => one.Status, one => one.At);
}
