using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>Planning what is due and erasing exactly that, on doubles.</summary>
public sealed class RetentionRunStageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryRetentionStore store = new();
    private readonly FakeTimeProvider clock = new(Now);
    private readonly CountedReports reports = new();
    private CustomerProfile profile = DemoProfile.Create();

    [Fact]
    public async Task A_plan_names_what_is_due_and_is_carried_out_once()
    {
        Due(3);
        store.Add(profile.Id, Facts(Now));
        var plan = await Run.PlanAsync([profile], default);
        Assert.Equal(3, Assert.Single(plan.Customers).Cards);
        Assert.Empty(store.Batches);
        Assert.Equal(3, await Run.ApplyAsync(plan, [profile], default));
        Assert.Equal(1, reports.Made);
        Assert.StartsWith("planned=3;erased=3;failed=0;", Assert.Single(store.Runs), StringComparison.Ordinal);
        await StaleAsync(plan);
    }

    [Theory]
    [InlineData("card")]
    [InlineData("hold")]
    [InlineData("profile")]
    [InlineData("unknown customer")]
    [InlineData("age")]
    [InlineData("clock")]
    public async Task A_plan_is_stale_when_anything_changed_and_nothing_is_erased(string change)
    {
        var cards = Due(2);
        var plan = await Run.PlanAsync([profile], default);
        switch (change)
        {
            case "card":
                store.Cards.Remove(cards[0]);
                break;
            case "hold":
                Hold();
                break;
            case "profile":
                profile = profile with { Version = "next" };
                break;
            case "unknown customer":
                profile = profile with { CustomerId = "OTHER" };
                break;
            case "age":
                clock.Advance(RetentionPlan.Longest + TimeSpan.FromSeconds(1));
                break;
            default:
                plan = plan with { MadeAt = Now.AddSeconds(1) };
                break;
        }

        await StaleAsync(plan);
        Assert.Empty(store.Batches);
    }

    [Fact]
    public async Task A_plan_may_be_carried_out_for_a_day()
    {
        Due(1);
        var plan = await Run.PlanAsync([profile], default);
        clock.Advance(RetentionPlan.Longest);
        Assert.Equal(1, await Run.ApplyAsync(plan, [profile], default));
    }

    [Fact]
    public async Task One_card_that_cannot_be_erased_does_not_save_the_others()
    {
        var cards = Due(9);
        store.Refused.Add(cards[4]);
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => Run.RunAsync(profile, default));
        Assert.Equal(FailureReason.DatabaseRefused, failure.Reason);
        Assert.Equal([cards[4]], store.Cards.Where(card => !card.Value.Facts.IsErased).Select(card => card.Key));
        Assert.StartsWith("planned=9;erased=8;failed=1;", Assert.Single(store.Runs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_transaction_erases_more_than_a_batch()
    {
        Due(RetentionRun.BatchCards + 1);
        Assert.Equal(RetentionRun.BatchCards + 1, await Run.RunAsync(profile, default));
        Assert.Equal([RetentionRun.BatchCards, 1], store.Batches);
    }

    [Fact]
    public async Task Under_a_hold_a_night_erases_nothing()
    {
        Due(1);
        Hold();
        Assert.NotNull(Assert.Single((await Run.PlanAsync([profile], default)).Customers).Hold);
        Assert.Equal(0, await Run.RunAsync(profile, default));
        Assert.Empty(store.Batches);
        Assert.Equal(0, reports.Made);
    }

    [Fact]
    public async Task Where_nothing_is_due_nothing_is_recorded()
    {
        store.Add(profile.Id, Facts(Now));
        Assert.Equal(0, await Run.RunAsync(profile, default));
        Assert.Empty(store.Runs);
    }

    private RetentionRun Run => new(store, reports, clock, NullLogger<RetentionRun>.Instance);

    private List<Guid> Due(int cards) =>
        [.. Enumerable.Range(0, cards).Select(_ => store.Add(profile.Id, Facts(Now.AddYears(-4)))).Order()];

    private static RetentionFacts Facts(DateTimeOffset delivered) => new()
    {
        OrderedAt = delivered, Status = CardStatus.Delivered, StatusAt = delivered, DeliveredAt = delivered,
    };

    private void Hold() => store.Holds.Add(new Hold { HoldId = Guid.CreateVersion7(), Customer = profile.CustomerId, Reason = "inspection",
        SetAt = Now, Until = Now.AddDays(30) });

    private async Task StaleAsync(RetentionPlan plan) =>
        Assert.Equal(FailureReason.PlanStale,
            (await Assert.ThrowsAsync<FileExchangeException>(() => Run.ApplyAsync(plan, [profile], default))).Reason);

    private sealed class CountedReports : IBackReports
    {
        public int Made { get; private set; }

        public Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            Made++;
            return Task.FromResult<long?>(Made);
        }
    }
}
