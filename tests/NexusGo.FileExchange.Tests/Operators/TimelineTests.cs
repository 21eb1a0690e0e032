using NexusGo.FileExchange.Operators;

namespace NexusGo.FileExchange.Tests.Operators;

/// <summary>What operators are told of the rows of the ledgers.</summary>
public sealed class TimelineTests
{
    private static readonly DateTime Noon = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    private readonly TimelineBuilder entries = new();

    [Theory]
    [InlineData("CLAIMED", "SEEN SAME_SINCE CLAIMED TRIED_AGAIN")]
    [InlineData("STORED", "SEEN SAME_SINCE CLAIMED STORED")]
    [InlineData("CLOSED", "SEEN SAME_SINCE CLAIMED STORED REMOVED_FROM_INBOX")]
    public void A_file_is_told_as_far_as_it_came(string state, string steps)
    {
        FileTimeline.AddFile(entries, Guid.Empty, File(state));
        Assert.Equal(steps, Steps());
    }

    [Fact]
    public void A_number_of_a_person_in_a_files_name_is_shown_nowhere_and_neither_is_the_sequence_number_that_may_be_it()
    {
        var about = FileTimeline.AddFile(entries, Guid.Empty,
            File("STORED", ("name", "ORD_199001019802.csv"), ("sequence_no", 199001019802L), ("first_file", "ORD_A_199001019802.csv")));
        Assert.Equal("ORD_xxxxxxxxxxxx.csv", about);
        Assert.DoesNotContain("9001019802",
            string.Join(' ', entries.InOrder().SelectMany(entry => entry.Facts.Values.Append(entry.About))));
    }

    [Fact]
    public void Facts_without_a_value_are_left_out_and_the_rest_is_told_in_one_way()
    {
        FileTimeline.AddFile(entries, Guid.Empty, File("STORED", ("sha256", new byte[] { 1, 0xAB })));
        var stored = entries.InOrder().Single(entry => entry.Step == "STORED");
        Assert.Equal(("01ab", "7", "ACCEPTED"), (stored.Facts["sha256"], stored.Facts["seq"], stored.Facts["file_status"]));
        Assert.DoesNotContain("error_code", stored.Facts.Keys);
        Assert.Equal(new DateTimeOffset(Noon.AddMinutes(3)), stored.At);
    }

    [Theory]
    [InlineData("", "MADE DELIVERY_DUE")]
    [InlineData("delivered_at", "MADE DELIVERED")]
    [InlineData("delivered_at seen_at missing_since", "MADE DELIVERED SEEN_AT_CUSTOMER MISSING")]
    [InlineData("delivered_at warned_at consumed_at delete_intended_at deleted_at purged_at",
        "MADE DELIVERED UNCOLLECTED CONSUMED REMOVAL_INTENDED DELETED OUR_COPY_REMOVED")]
    [InlineData("delivered_at changed_at", "MADE DELIVERED FOUND_CHANGED")]
    public void A_report_is_told_as_far_as_it_came(string happened, string steps)
    {
        ReportTimeline.Add(entries, Report(happened.Split(' ')));
        Assert.Equal(steps, Steps());
    }

    [Fact]
    public void Why_a_report_waits_is_told_while_it_waits_and_why_it_is_still_there_afterwards()
    {
        ReportTimeline.Add(entries, Report([]));
        Assert.Equal("RemoteFull", entries.InOrder()[1].Facts["problem"]);
        var later = new TimelineBuilder();
        ReportTimeline.Add(later, Report(["delivered_at", "delete_intended_at"]));
        Assert.Equal("RemoteFull", later.InOrder().Single(entry => entry.Step == "REMOVAL_INTENDED").Facts["problem"]);
        Assert.DoesNotContain("problem", later.InOrder().Single(entry => entry.Step == "DELIVERED").Facts.Keys);
    }

    [Fact]
    public void Of_a_cards_events_the_one_that_ordered_it_leads_to_its_batch()
    {
        Assert.Equal(new DateTimeOffset(Noon), CardTimeline.AddEvent(entries, "card 1", Event("ORDERED", chips: 0)));
        Assert.Null(CardTimeline.AddEvent(entries, "card 1", Event("PRODUCED", chips: 2)));
        Assert.DoesNotContain("chips", entries.InOrder()[0].Facts.Keys);
        Assert.Equal("2", entries.InOrder()[1].Facts["chips"]);
    }

    [Fact]
    public void Things_at_the_same_instant_keep_the_order_in_which_they_were_told()
    {
        FileTimeline.AddOrder(entries, Row(("order_no", 1L), ("ordered_at", Noon), ("cards", 1), ("now", null), ("approval", "APPROVED"),
            ("decided_by", "x"), ("decided_at", Noon)));
        FileTimeline.AddRequests(entries, "REQ", Row(("at", Noon.AddSeconds(-1)), ("outcome", "DONE"), ("requests", 3L)));
        Assert.Equal("REQUESTS ORDERED DECIDED", Steps());
    }

    private string Steps() => string.Join(' ', entries.InOrder().Select(entry => entry.Step));

    private static LedgerRow File(string state, params (string Column, object? Value)[] other) => Row(
        [("name", "ORD_7.csv"), ("kind", "ORD"), ("is_test", false), ("size_bytes", 10L), ("first_seen_at", Noon),
            ("same_since", Noon.AddMinutes(1)), ("same_polls", 2),
            ("claimed_at", Noon.AddMinutes(2)), ("attempts", 1), ("lease_token", 1L), ("last_problem", null),
            ("next_attempt_at", Noon.AddMinutes(2)), ("state", state),
            ("stored_at", state == "CLAIMED" ? null : Noon.AddMinutes(3)), ("sha256", null), ("signed_by", null), ("sequence_no", 7L),
            ("file_status", "ACCEPTED"), ("error_code", null),
            ("first_file", null), ("rows_total", 1), ("rows_accepted", 1), ("rows_rejected", 0), ("rows_on_hold", 0), ("rows_unchanged", 0),
            ("profile_version", "1"),
            ("closed_at", state == "CLOSED" ? Noon.AddMinutes(4) : null), .. other]);

    private static LedgerRow Report(string[] happened)
    {
        string[] instants = ["delivered_at", "seen_at", "missing_since", "warned_at", "consumed_at", "delete_intended_at", "changed_at",
            "deleted_at", "purged_at"];
        return Row([("report_id", Guid.Empty), ("path", "/out/receipts/RCP_1.csv"), ("kind", "RCP"), ("size_bytes", 10L), ("sha256", null),
            ("created_at", Noon), ("seq", null), ("lines", null),
            ("attempts", 0), ("last_problem", "RemoteFull"), ("next_attempt_at", Noon.AddMinutes(1)), ("missing_looks", (short)1),
            ("consumed_signal", "MOVED"),
            .. instants.Select((column, i) => (column, (object?)(happened.Contains(column) ? Noon.AddMinutes(i + 2) : null)))]);
    }

    private static LedgerRow Event(string kind, long chips) =>
        Row(("recorded_at", Noon), ("event_time", Noon), ("kind", kind), ("effect", "APPLIED"), ("code", null), ("status", kind),
        ("card_state", "NONE"), ("reason_code", null), ("event_id", Guid.Empty), ("told", true), ("chips", chips), ("reported_in", 1L));

    private static LedgerRow Row(params (string Column, object? Value)[] columns)
    {
        var row = new Dictionary<string, object?>();
        foreach (var (column, value) in columns)
        {
            row[column] = value;
        }

        return new LedgerRow(row);
    }
}
