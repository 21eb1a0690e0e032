using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Tests.Production;

/// <summary>The life cycle's edges, one by one: times that are equal, what waits, what may be asked for, what happens twice.</summary>
public sealed class CardLifeCycleBoundaryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly CardFacts Produced = new(CardStatus.Produced, CardState.Active, IsInvoiced: false,
        IsErased: false) { LastEventAt = Noon };

    [Theory]
    [InlineData(-1, EventEffect.Late)]
    [InlineData(0, EventEffect.Applied)]
    [InlineData(1, EventEffect.Applied)]
    public void An_event_is_late_only_when_it_is_older_than_the_last_one(int ticks, EventEffect effect)
    {
        var step = CardLifeCycle.Apply(Produced, new CardEvent(CardEventKind.Shipped, Noon.AddTicks(ticks)));

        Assert.Equal(effect, step.Effect);
        Assert.Equal(effect == EventEffect.Applied ? Noon.AddTicks(ticks) : Noon, step.Facts.LastEventAt);
    }

    [Theory]
    [InlineData(CardState.None, "", "", "", "")]
    [InlineData(CardState.Active, "Blocked", "", "Terminated", "Expired")]
    [InlineData(CardState.Blocked, "", "Active", "Terminated", "")]
    [InlineData(CardState.Terminated, "", "", "", "")]
    [InlineData(CardState.Expired, "", "", "", "")]
    public void A_state_is_changed_only_from_where_it_may_be(CardState from, string blocked, string unblocked, string terminated,
        string expired)
    {
        var expected = new[]
        {
            (CardEventKind.Blocked, blocked), (CardEventKind.Unblocked, unblocked), (CardEventKind.Terminated, terminated),
            (CardEventKind.Expired, expired),
        };
        foreach (var (kind, after) in expected)
        {
            var step = CardLifeCycle.Ask(Produced with { State = from }, kind);

            Assert.Equal((kind, after.Length == 0 ? "R-EVT-01" : null), (kind, step.Code));
            Assert.Equal((kind, after.Length == 0 ? from.ToString() : after), (kind, step.Facts.State.ToString()));
        }
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, false, "R-EVT-03")]
    [InlineData(false, true, "W-EVT-01")]
    [InlineData(true, true, "R-EVT-03")]
    public void An_invoice_comes_once_and_waits_with_a_card_that_waits(bool invoiced, bool held, string code)
    {
        var facts = Produced with { IsInvoiced = invoiced, IsHeld = held };

        var step = CardLifeCycle.Apply(facts, new CardEvent(CardEventKind.Invoiced, Noon.AddDays(-1)));

        Assert.Equal(code, step.Code ?? "");
        Assert.Equal(facts with { IsInvoiced = invoiced || code.Length == 0 }, step.Facts);
    }

    [Fact]
    public void A_card_is_erased_once()
    {
        var erased = CardLifeCycle.Apply(Produced, new CardEvent(CardEventKind.Erased, Noon));
        Assert.Equal((EventEffect.Applied, true), (erased.Effect, erased.Facts.IsErased));
        Assert.Equal("R-EVT-01", CardLifeCycle.Apply(erased.Facts, new CardEvent(CardEventKind.Erased, Noon)).Code);
    }

    [Fact]
    public void A_customers_word_of_the_delivery_counts_unless_the_card_waits_and_says_nothing_of_the_partners_clock()
    {
        var shipped = Produced with { Status = CardStatus.Shipped };
        Assert.Equal(shipped with { Status = CardStatus.Delivered }, CardLifeCycle.Ask(shipped, CardEventKind.Delivered).Facts);
        Assert.Equal("R-EVT-01", CardLifeCycle.Ask(shipped with { IsHeld = true }, CardEventKind.Delivered).Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => CardLifeCycle.Ask(shipped, CardEventKind.Produced));
        Assert.Throws<ArgumentOutOfRangeException>(() => CardLifeCycle.Ask(shipped, CardEventKind.Invoiced));
    }

    [Theory]
    [InlineData(true, CardEventKind.InProduction, true, false)]
    [InlineData(true, CardEventKind.Failed, false, true)]
    [InlineData(false, CardEventKind.InProduction, false, false)]
    [InlineData(false, CardEventKind.Failed, false, false)]
    public void Only_a_card_that_is_to_be_cancelled_is_too_late_for_it_or_waits_on(bool asked, CardEventKind kind, bool tooLate, bool waits)
    {
        var ordered = new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false) { IsCancelling = asked };
        var step = CardLifeCycle.Apply(ordered, new CardEvent(kind, Noon));
        Assert.Equal((EventEffect.Applied, tooLate, waits), (step.Effect, step.IsTooLateToCancel, step.Facts.IsCancelling));
    }

    [Fact]
    public void Every_word_of_statuses_states_and_kinds_is_read_back()
    {
        Assert.All(Enum.GetValues<CardStatus>(), status => Assert.Equal(status, CardWords.StatusOf(status.ToWireName())));
        Assert.Equal(Enum.GetValues<CardState>().Length, Enum.GetValues<CardState>().Select(state => state.ToWireName()).Distinct()
            .Count());
    }
}
