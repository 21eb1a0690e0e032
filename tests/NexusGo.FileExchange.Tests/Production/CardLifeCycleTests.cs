using FsCheck;
using FsCheck.Fluent;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Tests.Production;

public sealed class CardLifeCycleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The agreement's table, written out once more: every pair that is not here must be refused.</summary>
    private static readonly HashSet<(CardStatus, CardStatus)> Agreed =
    [
        (CardStatus.OnHold, CardStatus.Accepted), (CardStatus.OnHold, CardStatus.Rejected), (CardStatus.OnHold, CardStatus.Cancelled),
        (CardStatus.Accepted, CardStatus.Ordered), (CardStatus.Accepted, CardStatus.Cancelled), (CardStatus.Accepted, CardStatus.OnHold),
        (CardStatus.Ordered, CardStatus.InProduction), (CardStatus.Ordered, CardStatus.Cancelled), (CardStatus.Ordered, CardStatus.Failed),
        (CardStatus.InProduction, CardStatus.Produced), (CardStatus.InProduction, CardStatus.Failed),
        (CardStatus.Failed, CardStatus.Ordered), (CardStatus.Failed, CardStatus.Cancelled),
        (CardStatus.Produced, CardStatus.Shipped),
        (CardStatus.Shipped, CardStatus.Delivered), (CardStatus.Shipped, CardStatus.Returned),
        (CardStatus.Returned, CardStatus.Shipped), (CardStatus.Returned, CardStatus.Destroyed),
    ];

    private static readonly HashSet<(CardState, CardState)> AgreedStates =
    [
        (CardState.None, CardState.Active), (CardState.Active, CardState.Blocked), (CardState.Blocked, CardState.Active),
        (CardState.Active, CardState.Terminated), (CardState.Blocked, CardState.Terminated), (CardState.Active, CardState.Expired),
    ];

    [Fact]
    public void The_table_of_statuses_is_the_agreed_one()
    {
        foreach (var from in Enum.GetValues<CardStatus>())
        {
            foreach (var to in Enum.GetValues<CardStatus>())
            {
                Assert.True(Agreed.Contains((from, to)) == CardLifeCycle.Allows(from, to), $"{from} to {to}");
            }
        }
    }

    [Fact]
    public void The_table_of_states_is_the_agreed_one()
    {
        foreach (var from in Enum.GetValues<CardState>())
        {
            foreach (var to in Enum.GetValues<CardState>())
            {
                Assert.True(AgreedStates.Contains((from, to)) == CardLifeCycle.Allows(from, to), $"{from} to {to}");
            }
        }
    }

    [Fact]
    public void Events_in_any_order_never_leave_the_tables()
    {
        var events = from kind in Gen.Elements(Enum.GetValues<CardEventKind>())
                     from minutes in Gen.Choose(-30, 600)
                     from reported in Gen.Choose(0, 31)
                     select new CardEvent(kind, Noon.AddMinutes(minutes), (ReportFields)reported);
        var lives = from first in Gen.Elements(CardStatus.Accepted, CardStatus.OnHold)
                    from expected in Gen.Choose(0, 3)
                    from happened in events.ListOf()
                    select (First: first, Expected: (ReportFields)expected, Happened: happened);
        var seen = new HashSet<(CardStatus, CardStatus)>();
        Prop.ForAll(lives.ToArbitrary(), life =>
        {
            var facts = new CardFacts(life.First, CardState.None, IsInvoiced: false, IsErased: false) { Expected = life.Expected };
            foreach (var happened in life.Happened)
            {
                var step = happened.Kind == CardEventKind.Cancelled ? CardLifeCycle.Ask(facts, happened.Kind)
                    : CardLifeCycle.Apply(facts, happened);
                Check(facts, happened, step, seen);
                facts = step.Facts;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(120));

        // A property that never gets anywhere proves nothing.
        Assert.True(seen.Count >= 12, $"only {seen.Count} arrows were taken");
    }

    private static void Check(CardFacts before, CardEvent happened, LifeCycleStep step, HashSet<(CardStatus, CardStatus)> seen)
    {
        var after = step.Facts;
        Assert.Equal(step.Effect == EventEffect.Applied, step.Code is null);
        if (before.Status != after.Status)
        {
            Assert.Contains((before.Status, after.Status), Agreed);
            seen.Add((before.Status, after.Status));
        }

        if (before.State != after.State)
        {
            Assert.Contains((before.State, after.State), AgreedStates);
            Assert.True(before.State != CardState.None || after.Status == CardStatus.Produced, "only production makes a card active");
        }

        Assert.True(!before.IsInvoiced || after.IsInvoiced, "an invoice is never taken back");
        Assert.True(after.IsInvoiced == before.IsInvoiced || before.State != CardState.None, "invoiced from production on");
        Assert.True(!before.IsErased || after.IsErased, "erased stays erased");
        var facts = new[] { before.Status != after.Status, before.State != after.State && happened.Kind != CardEventKind.Produced,
            before.IsInvoiced != after.IsInvoiced, before.IsErased != after.IsErased };
        Assert.True(facts.Count(changed => changed) <= 1, "one event, one fact");
        if (step.Effect != EventEffect.Applied)
        {
            Assert.Equal(before with { IsHeld = after.IsHeld }, after);
        }

        if (CardLifeCycle.IsThePartners(happened.Kind) && happened.Kind is not (CardEventKind.Invoiced or CardEventKind.Cancelled)
            && before.LastEventAt > happened.Time)
        {
            Assert.Equal(EventEffect.Late, step.Effect);
        }
    }

    [Fact]
    public void An_event_older_than_the_present_status_has_no_effect()
    {
        var facts = Ordered();
        facts = Apply(facts, CardEventKind.InProduction, 0).Facts;
        facts = Apply(facts, CardEventKind.Produced, 10).Facts;
        facts = Apply(facts, CardEventKind.Shipped, 20).Facts;
        facts = Apply(facts, CardEventKind.Returned, 30).Facts;

        // RETURNED to SHIPPED is an arrow of the table, but this one was on its way before the return.
        var late = Apply(facts, CardEventKind.Shipped, 25);
        Assert.Equal((EventEffect.Late, "W-EVT-02", CardStatus.Returned), (late.Effect, late.Code, late.Facts.Status));
        Assert.Equal(CardStatus.Shipped, Apply(facts, CardEventKind.Shipped, 31).Facts.Status);
    }

    [Fact]
    public void An_incomplete_production_waits_with_all_that_follows_until_it_is_complete()
    {
        var facts = Apply(Ordered() with { Expected = ReportFields.ChipType | ReportFields.UidHex }, CardEventKind.InProduction, 0).Facts;
        var held = CardLifeCycle.Apply(facts, new CardEvent(CardEventKind.Produced, Noon.AddMinutes(1), ReportFields.ChipType));
        Assert.Equal((EventEffect.Held, "W-EVT-01", CardStatus.InProduction, CardState.None),
            (held.Effect, held.Code, held.Facts.Status, held.Facts.State));
        Assert.Equal(EventEffect.Held, Apply(held.Facts, CardEventKind.Shipped, 2).Effect);

        var complete = CardLifeCycle.Apply(held.Facts, new CardEvent(CardEventKind.Produced, Noon.AddMinutes(3),
            ReportFields.ChipType | ReportFields.UidHex | ReportFields.HidFormat));
        Assert.Equal((EventEffect.Applied, CardStatus.Produced, CardState.Active, false),
            (complete.Effect, complete.Facts.Status, complete.Facts.State, complete.Facts.IsHeld));
    }

    [Fact]
    public void A_card_is_invoiced_once_and_not_before_it_is_produced()
    {
        var facts = Apply(Ordered(), CardEventKind.InProduction, 0).Facts;
        Assert.Equal("R-EVT-03", Apply(facts, CardEventKind.Invoiced, 1).Code);
        facts = Apply(facts, CardEventKind.Produced, 10).Facts;

        // An invoice may be dated before the last step: it is no step itself.
        facts = Apply(facts, CardEventKind.Invoiced, 5).Facts;
        Assert.True(facts is { IsInvoiced: true, Status: CardStatus.Produced });
        Assert.Equal("R-EVT-03", Apply(facts, CardEventKind.Invoiced, 11).Code);
    }

    [Theory]
    [InlineData(CardStatus.InProduction, "IN_PRODUCTION")]
    [InlineData(CardStatus.OnHold, "ON_HOLD")]
    [InlineData(CardStatus.Delivered, "DELIVERED")]
    public void The_words_of_the_agreement_are_used(CardStatus status, string word)
    {
        Assert.Equal(word, status.ToWireName());
        Assert.Equal(status, CardWords.StatusOf(word));
    }

    private static CardFacts Ordered() => new(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false);

    private static LifeCycleStep Apply(CardFacts facts, CardEventKind kind, int minute) =>
        CardLifeCycle.Apply(facts, new CardEvent(kind, Noon.AddMinutes(minute)));
}
