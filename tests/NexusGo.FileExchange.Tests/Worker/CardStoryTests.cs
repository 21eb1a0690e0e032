using NexusGo.FileExchange.Demo;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the simulated partner makes of a card.</summary>
public sealed class CardStoryTests
{
    private static readonly SimulationOptions Lively = new() { Failed = 0.2, Returned = 0.4 };

    private static readonly string[] Everything = ["chip_type", "uid_hex", "hid_format", "hid_facility", "hid_number"];

    [Fact]
    public void The_same_seed_tells_the_same_story_and_another_seed_another()
    {
        var once = Stories(Lively).SelectMany(story => story).Select(Line).ToList();
        Assert.Equal(once, Stories(Lively).SelectMany(story => story).Select(Line));
        Assert.NotEqual(once, Stories(Lively with { Seed = 2 }).SelectMany(story => story).Select(Line));
    }

    [Fact]
    public void Every_story_is_one_that_the_life_cycle_takes_step_by_step()
    {
        var ends = new HashSet<CardStatus>();
        foreach (var story in Stories(Lively))
        {
            var facts = new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false,
                IsErased: false) { Expected = (ReportFields)31 };
            foreach (var step in story)
            {
                Assert.True(CardWords.TryKind(step.Kind, out var kind));
                var result = CardLifeCycle.Apply(facts, new CardEvent(kind, DateTimeOffset.UnixEpoch + step.After, (ReportFields)31));
                Assert.Equal((step.Kind, EventEffect.Applied), (step.Kind, result.Effect));
                facts = result.Facts;
            }

            Assert.Equal(story.Count, story.Select(step => step.Id).Distinct().Count());
            Assert.Equal(story.OrderBy(step => step.After), story);
            ends.Add(facts.Status);
        }

        Assert.Equal([CardStatus.Delivered, CardStatus.Destroyed, CardStatus.Failed], ends.Order());
    }

    [Fact]
    public void Shares_are_kept()
    {
        var stories = Stories(Lively, 5_000).ToList();
        Assert.InRange(stories.Count(story => story[^1].Kind == "FAILED"), 900, 1100);
        Assert.InRange(stories.Count(story => story.Any(step => step.Kind == "RETURNED")), 1450, 1750);
        Assert.DoesNotContain(Stories(new SimulationOptions { Failed = 0, Returned = 0 }), story => story[^1].Kind != "DELIVERED");
    }

    [Fact]
    public void Chips_have_what_is_asked_for_in_numbers_of_both_lengths()
    {
        var chips = Stories(Lively).SelectMany(story => story).Where(step => step.Kind == "PRODUCED").Select(step => step.Chips).ToList();
        Assert.All(chips, both => Assert.Equal(2, both.Count));
        Assert.Equal([8, 14], chips.Select(both => both[0].Split(';')[1].Length).Distinct().Order());
        Assert.All(chips, both => Assert.Matches(@"^(MIFARE_CLASSIC;[0-9A-F]{8}|MIFARE_DESFIRE;04[0-9A-F]{12});;;$", both[0]));
        Assert.All(chips, both => Assert.Matches(@"^HID_PROX;;H10301;[0-9]{1,3};[0-9]{1,5}$", both[1]));
        Assert.Equal([StoryStep.NoChip], new CardStory(Lively with { Failed = 0 }, "1", new OrderedCard("7", [])).Tell()
            .Single(step => step.Kind == "PRODUCED").Chips);
    }

    [Theory]
    [InlineData("chip_type,uid_hex", ";;;")]
    [InlineData("hid_format,hid_facility,hid_number", ";;H10301;")]
    public void An_incomplete_report_lacks_what_was_asked_for_last(string expected, string within)
    {
        var options = new SimulationOptions { Failed = 0, Incomplete = 1 };
        var chip = Assert.Single(new CardStory(options, "1", new OrderedCard("7", expected.Split(','))).Tell()
            .Single(step => step.Kind == "PRODUCED").Chips);
        Assert.Contains(within, chip, StringComparison.Ordinal);
        Assert.EndsWith(";", chip, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9A-F]{8}", chip);
    }

    private static IEnumerable<IReadOnlyList<StoryStep>> Stories(SimulationOptions options, int count = 300) =>
        Enumerable.Range(0, count).Select(i => new CardStory(options, "000001", new OrderedCard($"{10_000_000 + i}", Everything)).Tell());

    private static string Line(StoryStep step) =>
        $"{step.After} {step.Id} {step.Kind} {step.Reason} {string.Join('|', step.Chips)} {step.ShipmentNo} {step.TrackingNo} "
        + $"{step.InvoiceNo}";
}
