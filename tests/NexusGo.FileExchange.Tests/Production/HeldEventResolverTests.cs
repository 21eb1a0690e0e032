using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Tests.Production;

/// <summary>The end of a hold on one card.</summary>
public sealed class HeldEventResolverTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Report = Guid.NewGuid();

    private static readonly CardFacts Held = new(CardStatus.InProduction, CardState.None, IsInvoiced: false, IsErased: false)
    {
        IsHeld = true, Expected = ReportFields.ChipType | ReportFields.UidHex, LastEventAt = Noon,
    };

    private static readonly HeldEvent[] Waiting =
    [
        new(Report, CardEventKind.Produced, Noon.AddMinutes(1)),
        new(Guid.NewGuid(), CardEventKind.Invoiced, Noon.AddMinutes(2)),
        new(Guid.NewGuid(), CardEventKind.Shipped, Noon.AddMinutes(3)),
        new(Guid.NewGuid(), CardEventKind.Produced, Noon.AddMinutes(4)),
        new(Guid.NewGuid(), CardEventKind.Delivered, Noon.AddMinutes(5)),
    ];

    [Fact]
    public void Released_it_counts_and_what_waited_behind_it_follows_in_its_order()
    {
        var settled = Settle(HeldDecision.Release, Report);
        Assert.Equal(["Produced Applied", "Invoiced Applied", "Shipped Applied", "Produced Late", "Delivered Applied"],
            settled.Select(Line));
        Assert.Equal((CardStatus.Delivered, CardState.Active, true, false), Facts(settled));
    }

    [Fact]
    public void Sent_back_the_card_has_failed_and_nothing_that_waited_counts()
    {
        var settled = Settle(HeldDecision.SendBack, Report);
        Assert.Equal(["Failed Applied", "Invoiced Late", "Shipped Late", "Produced Late", "Delivered Late"], settled.Select(Line));
        Assert.Equal((CardStatus.Failed, CardState.None, false, false), Facts(settled));

        // Our clock said so, and the partner's next event is judged by the partner's own.
        Assert.Equal(Noon, settled[^1].Step.Facts.LastEventAt);
    }

    [Fact]
    public void Overtaken_by_a_complete_report_only_what_followed_counts()
    {
        var produced = Held with { IsHeld = false, Status = CardStatus.Produced, State = CardState.Active,
            LastEventAt = Noon.AddMinutes(1) };
        var settled = HeldEventResolver.Settle(produced, Waiting, HeldDecision.Overtaken, null, Noon.AddHours(1)).ToList();
        Assert.Equal(["Produced Late", "Invoiced Applied", "Shipped Applied", "Produced Late", "Delivered Applied"], settled.Select(Line));
        Assert.Equal((CardStatus.Delivered, CardState.Active, true, false), Facts(settled));
    }

    [Theory]
    [InlineData(HeldDecision.Release)]
    [InlineData(HeldDecision.SendBack)]
    public void Every_event_that_waits_gets_one_last_word(HeldDecision decision)
    {
        Assert.Equal(Waiting.Select(one => one.EventId).Order(), Settle(decision, Report).Select(one => one.Settles).Order());
        Assert.Equal(Waiting.Select(one => one.EventId).Order(), Settle(decision, Waiting[3].EventId).Select(one => one.Settles).Order());
    }

    private static List<Settled> Settle(HeldDecision decision, Guid decided) =>
        [.. HeldEventResolver.Settle(Held, Waiting, decision, decided, Noon.AddHours(1))];

    private static string Line(Settled one) => $"{one.Event.Kind} {one.Step.Effect}";

    private static (CardStatus, CardState, bool, bool) Facts(List<Settled> settled) =>
        settled[^1].Step.Facts is var facts ? (facts.Status, facts.State, facts.IsInvoiced, facts.IsHeld) : default;
}
