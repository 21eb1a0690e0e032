using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>Every period at its boundary: not one second before, at the very second, and from then on.</summary>
public sealed class RetentionRulesTests
{
    private static readonly DateTimeOffset Ordered = At("2026-01-01T08:00:00Z");

    [Theory]
    // Ordinary months, in Swedish winter and summer time.
    [InlineData("2026-01-15T09:30:00Z", 3, "2026-04-15T08:30:00Z")]
    [InlineData("2026-06-15T09:30:00Z", 3, "2026-09-15T09:30:00Z")]
    [InlineData("2026-09-15T09:30:00Z", 6, "2027-03-15T10:30:00Z")]
    // Months that are too short, and the leap day.
    [InlineData("2026-11-30T12:00:00Z", 3, "2027-02-28T12:00:00Z")]
    [InlineData("2027-11-30T12:00:00Z", 3, "2028-02-29T12:00:00Z")]
    [InlineData("2028-02-29T12:00:00Z", 12, "2029-02-28T12:00:00Z")]
    [InlineData("2028-02-29T12:00:00Z", 24, "2030-02-28T12:00:00Z")]
    [InlineData("2027-02-28T12:00:00Z", 12, "2028-02-28T12:00:00Z")]
    [InlineData("2026-08-31T12:00:00Z", 6, "2027-02-28T13:00:00Z")]
    // The day is the Swedish one: half past eleven at night in UTC is the next day there.
    [InlineData("2026-12-30T23:30:00Z", 6, "2027-06-29T22:30:00Z")]
    [InlineData("2026-08-30T22:30:00Z", 6, "2027-02-27T23:30:00Z")]
    // 28 March 2027, 02:30 does not exist; 31 October 2027, 02:30 is there twice. Both are taken as standard time.
    [InlineData("2026-12-28T01:30:00Z", 3, "2027-03-28T01:30:00Z")]
    [InlineData("2027-07-31T00:30:00Z", 3, "2027-10-31T01:30:00Z")]
    [InlineData("2026-12-28T00:59:59Z", 3, "2027-03-28T00:59:59Z")]
    [InlineData("2026-12-28T02:00:00Z", 3, "2027-03-28T01:00:00Z")]
    [InlineData("2027-07-30T23:59:59Z", 3, "2027-10-30T23:59:59Z")]
    [InlineData("2027-07-31T01:00:00Z", 3, "2027-10-31T02:00:00Z")]
    // At once.
    [InlineData("2026-01-15T09:30:00Z", 0, "2026-01-15T09:30:00Z")]
    public void A_delivered_card_is_due_when_its_months_are_over(string delivered, int months, string due) =>
        AssertBoundary(Card(CardStatus.Delivered, At(delivered)) with { DeliveredAt = At(delivered), State = CardState.Active,
            StateAt = At(delivered) }, months, ErasureCause.PeriodEnded, At(due));

    [Theory]
    [InlineData(true, 0, 14)]
    [InlineData(false, 0, 30)]
    public void Without_a_delivery_it_is_taken_to_have_come_14_days_after_shipment_or_30_after_production(bool shipped, int months,
        int days)
    {
        var produced = At("2026-03-20T10:00:00Z");
        var card = Card(shipped ? CardStatus.Shipped : CardStatus.Produced, produced) with { ProducedAt = produced, ShippedAt = shipped
            ? produced : null };
        AssertBoundary(card, months, ErasureCause.PeriodEnded, produced.AddHours(24 * days));
    }

    [Theory]
    [InlineData("IMMEDIATE", 12, 0)]
    [InlineData("3M", 12, 3)]
    [InlineData("36M", 12, 12)]
    [InlineData("3M", 0, 0)]
    public void A_row_may_only_shorten_the_period(string own, int profile, int months)
    {
        var delivered = At("2026-03-20T10:00:00Z");
        var card = Card(CardStatus.Delivered, delivered) with { DeliveredAt = delivered, EraseAfter = own };
        AssertBoundary(card, profile, ErasureCause.PeriodEnded, SwedishTime.AddMonths(delivered, months));
    }

    [Theory]
    [InlineData(CardState.Blocked, ErasureCause.Blocked)]
    [InlineData(CardState.Terminated, ErasureCause.OutOfUse)]
    [InlineData(CardState.Expired, ErasureCause.OutOfUse)]
    public void Out_of_use_for_ninety_times_24_hours_is_due_whatever_clock_change_lies_between(CardState state, ErasureCause cause)
    {
        foreach (var since in new[] { At("2026-02-01T10:00:00Z"), At("2026-09-01T10:00:00Z"), At("2028-01-15T23:59:59Z") })
        {
            AssertBoundary(Delivered(since) with { State = state, StateAt = since }, 12, cause, since.AddHours(90 * 24));
        }
    }

    [Fact]
    public void Any_change_of_state_starts_the_ninety_days_anew()
    {
        var first = At("2026-02-01T10:00:00Z");
        var again = first.AddDays(89);
        Assert.True(RetentionRules.IsDue(Delivered(first) with { State = CardState.Blocked, StateAt = first }, 12, 12, first.AddDays(90)));
        Assert.False(RetentionRules.IsDue(Delivered(first) with { State = CardState.Active, StateAt = again }, 12, 12, first.AddDays(90)));
        AssertBoundary(Delivered(first) with { State = CardState.Blocked, StateAt = again }, 12, ErasureCause.Blocked, again.AddDays(90));
    }

    [Fact]
    public void A_blocked_card_does_not_outlive_the_period_of_its_profile()
    {
        var delivered = At("2026-02-01T10:00:00Z");
        AssertBoundary(Delivered(delivered) with { State = CardState.Blocked, StateAt = delivered.AddDays(60) }, 3,
            ErasureCause.PeriodEnded, SwedishTime.AddMonths(delivered, 3));
    }

    [Fact]
    public void A_row_on_hold_waits_thirty_days_and_a_cancelled_one_keeps_its_number_as_long()
    {
        var since = At("2026-03-10T10:00:00Z");
        AssertBoundary(Card(CardStatus.OnHold, since), 12, ErasureCause.HoldTimeout, since.AddHours(30 * 24));
        AssertBoundary(Card(CardStatus.OnHold, since) with { AwaitsPhoto = true }, 12, ErasureCause.HoldTimeout, since.AddHours(14 * 24));
        AssertBoundary(Card(CardStatus.Cancelled, since) with { KeptUntil = since.AddDays(30) }, 12, ErasureCause.Cancelled, since);
        AssertBoundary(Card(CardStatus.Rejected, since) with { IsErased = true, KeptUntil = since.AddDays(30) }, 12,
            ErasureCause.KeptNumber, since.AddHours(30 * 24));
    }

    [Theory]
    [InlineData(CardStatus.Accepted, 12, 12, 12)]
    [InlineData(CardStatus.Ordered, 12, 12, 12)]
    [InlineData(CardStatus.InProduction, 36, 24, 24)]
    [InlineData(CardStatus.Failed, 3, 12, 12)]
    [InlineData(CardStatus.Ordered, 0, 12, 6)]
    [InlineData(CardStatus.Ordered, 0, 3, 3)]
    public void A_card_that_is_never_finished_is_due_so_many_months_after_its_order(CardStatus status, int keep, int unfinished, int months)
    {
        var card = Card(status, Ordered.AddDays(20));
        var due = SwedishTime.AddMonths(Ordered, months);
        Assert.Equal((ErasureCause.Unfinished, due), RetentionRules.Due(card, keep, unfinished));
        Assert.False(RetentionRules.IsDue(card, keep, unfinished, due.AddSeconds(-1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_destroyed_card_counts_from_its_destruction_whatever_was_sent_before(int months)
    {
        var (sent, destroyed) = (At("2026-03-20T10:00:00Z"), At("2026-05-02T10:00:00Z"));
        var card = Card(CardStatus.Destroyed, destroyed) with { ProducedAt = sent, ShippedAt = sent };
        AssertBoundary(card, months, ErasureCause.PeriodEnded, SwedishTime.AddMonths(destroyed, months));
    }

    [Fact]
    public void Of_two_rules_that_are_due_at_the_same_moment_the_period_is_named()
    {
        var delivered = At("2026-03-20T10:00:00Z");
        var due = SwedishTime.AddMonths(delivered, 3);
        var card = Delivered(delivered) with { State = CardState.Blocked, StateAt = due - RetentionRules.OutOfUse };
        AssertBoundary(card, 3, ErasureCause.PeriodEnded, due);
    }

    [Fact]
    public void A_returned_card_waits_to_be_sent_again_for_ninety_days_and_its_clock_starts_anew_when_it_is()
    {
        var shipped = At("2026-03-20T10:00:00Z");
        var returned = shipped.AddDays(5);
        var card = Card(CardStatus.Returned, returned) with { ProducedAt = shipped.AddDays(-1), ShippedAt = shipped,
            State = CardState.Active, StateAt = shipped };
        AssertBoundary(card, 0, ErasureCause.Returned, returned.AddDays(90));

        var again = returned.AddDays(60);
        AssertBoundary(card with { Status = CardStatus.Shipped, StatusAt = again, ShippedAt = again }, 0, ErasureCause.PeriodEnded,
            again.AddDays(14));
    }

    [Fact]
    public void An_erased_card_is_never_due_again() => Assert.Null(RetentionRules.Due(Delivered(Ordered) with { IsErased = true }, 0, 12));

    [Fact]
    public void A_row_may_ask_for_no_longer_than_the_profile() =>
        Assert.Equal(["IMMEDIATE", "3M", "6M"], RetentionPeriods.UpTo("6M"));

    private static void AssertBoundary(RetentionFacts card, int months, ErasureCause cause, DateTimeOffset due)
    {
        Assert.Equal((cause, due), RetentionRules.Due(card, months, 12));
        Assert.False(RetentionRules.IsDue(card, months, 12, due.AddSeconds(-1)));
        Assert.True(RetentionRules.IsDue(card, months, 12, due));
        Assert.True(RetentionRules.IsDue(card, months, 12, due.AddSeconds(1)));
    }

    private static RetentionFacts Card(CardStatus status, DateTimeOffset at) =>
        new() { Status = status, StatusAt = at, OrderedAt = Ordered };

    private static RetentionFacts Delivered(DateTimeOffset at) =>
        Card(CardStatus.Delivered, at) with { DeliveredAt = at, ShippedAt = at, ProducedAt = at, State = CardState.Active, StateAt = at };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
