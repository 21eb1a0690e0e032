using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>
/// The agreement's table of statuses through the whole product: every event that the partner can tell, told of a card in every status.
/// </summary>
public sealed class StatusTableTests : CardTests
{
    private static readonly string[] Statuses =
        ["ON_HOLD", "ACCEPTED", "ORDERED", "IN_PRODUCTION", "PRODUCED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED", "FAILED",
        "CANCELLED", "REJECTED"];

    private static readonly string[] Told = ["IN_PRODUCTION", "PRODUCED", "FAILED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED"];

    private static readonly HashSet<string> Finished = ["PRODUCED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED"];

    /// <summary>What the table allows of it; the other steps are the customer's and ours.</summary>
    private static readonly HashSet<(string From, string To)> Allowed =
    [
        ("ORDERED", "IN_PRODUCTION"), ("ORDERED", "FAILED"), ("IN_PRODUCTION", "PRODUCED"), ("IN_PRODUCTION", "FAILED"),
        ("PRODUCED", "SHIPPED"), ("SHIPPED", "DELIVERED"),
        ("SHIPPED", "RETURNED"), ("RETURNED", "SHIPPED"), ("RETURNED", "DESTROYED"),
    ];

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "STT");

    [Fact]
    public async Task What_the_table_does_not_allow_is_refused_recorded_and_logged_and_changes_nothing()
    {
        var pairs = Statuses.SelectMany(_ => Told, (from, to) => (From: from, To: to)).ToList();
        var cards = await PrepareAsync(pairs.Select(pair => pair.From).ToList());

        await Partner.TellAsync("EVT_1.csv", pairs.Select((pair, i) => Event($"e{i}", cards[i], pair.To)));

        var answers = Partner.Results("EVT_1");
        for (var i = 0; i < pairs.Count; i++)
        {
            var allowed = Allowed.Contains(pairs[i]);
            Assert.Equal((pairs[i], allowed ? "ACCEPTED" : "REJECTED", allowed ? "" : "R-EVT-01"),
                (pairs[i], answers[i]["outcome"], answers[i]["first_error_code"]));
            Assert.Equal((pairs[i], allowed ? pairs[i].To : pairs[i].From), (pairs[i], await StatusAsync(cards[i])));
        }

        var refused = pairs.Count - Allowed.Count;
        Assert.Equal(refused, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where effect = 'REFUSED'"));
        Assert.Contains(Rig.Log.Lines, line => line.StartsWith("Warning 3501", StringComparison.Ordinal)
            && line.Contains($"{refused} rows refused", StringComparison.Ordinal));
        Assert.Equal(Allowed.Select(pair => pair.To).Order(StringComparer.Ordinal),
            (await Partner.BackReportAsync())!.SkipLast(1).Select(line => line["status"]).Order(StringComparer.Ordinal));
    }

    /// <summary>The customer's part of the table; what is not in it is refused or, where nothing is left to do, unchanged.</summary>
    [Fact]
    public async Task A_customer_may_cancel_and_confirm_only_where_the_table_says_so()
    {
        var pairs = Statuses.SelectMany(_ => new[] { "CANCEL", "DELIVERED" }, (from, action) => (From: from, Action: action)).ToList();
        var cards = await PrepareAsync(pairs.Select(pair => pair.From).ToList());
        var answers = await Rig.AskAsync("REQ_1", pairs.Select((pair, i) => $"r{i};{pair.Action};CARD_NO;{cards[i]};;;"));
        for (var i = 0; i < pairs.Count; i++)
        {
            var done = pairs[i] is (("ON_HOLD" or "ACCEPTED" or "FAILED"), "CANCEL") or ("SHIPPED", "DELIVERED");
            Assert.Equal((pairs[i], done), (pairs[i], answers[i].Outcome == "DONE"));
            Assert.Equal((pairs[i], pairs[i] == ("ORDERED", "CANCEL")), (pairs[i], answers[i].Outcome == "SCHEDULED"));
            Assert.Equal((pairs[i], done ? pairs[i].Action == "CANCEL" ? "CANCELLED" : "DELIVERED" : pairs[i].From),
                (pairs[i], await StatusAsync(cards[i])));
        }
    }

    [Fact]
    public async Task A_state_changes_only_as_the_table_says()
    {
        var pairs = new[] { "NONE", "ACTIVE", "BLOCKED", "TERMINATED", "EXPIRED" }
            .SelectMany(_ => new[] { "BLOCK", "UNBLOCK", "TERMINATE" }, (from, action) => (From: from, Action: action)).ToList();
        var cards = await PrepareAsync(pairs.Select(pair => pair.From == "NONE" ? "ORDERED" : "DELIVERED").ToList());
        await Postgres.ExecuteAsOwnerAsync(
            string.Concat(pairs.Select((pair, i) => $"update orders.card set card_state = '{pair.From}' where card_no = {cards[i]};\n")));
        var answers = await Rig.AskAsync("REQ_1", pairs.Select((pair, i) => $"r{i};{pair.Action};CARD_NO;{cards[i]};;;"));
        for (var i = 0; i < pairs.Count; i++)
        {
            var after = pairs[i] switch { ("ACTIVE", "BLOCK") => "BLOCKED", ("BLOCKED", "UNBLOCK") => "ACTIVE",
                ("ACTIVE" or "BLOCKED", "TERMINATE") => "TERMINATED", _ => pairs[i].From };
            Assert.Equal((pairs[i], after != pairs[i].From), (pairs[i], answers[i].Outcome == "DONE"));
            Assert.Equal((pairs[i], after),
                (pairs[i], await Postgres.QueryAsOwnerAsync<string>($"select card_state from orders.card where card_no = {cards[i]}")));
        }
    }

    [Fact]
    public async Task An_event_older_than_the_status_is_recorded_and_a_known_one_is_not()
    {
        var card = (await Cards.OrderAsync("A1;VISITOR;;;;HQ;"))["A1"];
        await Partner.MakeBatchesAsync();
        await Partner.TellAsync("EVT_1.csv", Event("a", card, "IN_PRODUCTION", 10));
        await Partner.TellAsync("EVT_2.csv", Event("a", card, "IN_PRODUCTION", 10), Event("b", card, "FAILED", 5));
        Assert.Equal([("UNCHANGED", ""), ("ACCEPTED", "W-EVT-02")],
            Partner.Results("EVT_2").Select(row => (row["outcome"], row["first_error_code"])));
        Assert.Equal("IN_PRODUCTION APPLIED, FAILED LATE",
            await Postgres.QueryAsOwnerAsync<string>(
            "select string_agg(kind || ' ' || effect, ', ' order by position) from orders.card_event where kind <> 'ORDERED'"));
        Assert.Equal("IN_PRODUCTION", await Postgres.QueryAsOwnerAsync<string>("select status from orders.card"));
    }

    [Fact]
    public async Task A_card_is_invoiced_once_and_only_from_production_on()
    {
        var card = (await Cards.OrderAsync("A1;VISITOR;;;;HQ;"))["A1"];
        await Partner.MakeBatchesAsync();
        await Partner.TellAsync("EVT_1.csv", Event("a", card, "INVOICED", 0, "INV-0"), Event("b", card, "IN_PRODUCTION", 1),
            Event("c", card, "PRODUCED", 2), Event("d", card, "INVOICED", 3, "INV-1"));
        var invoiced = await Postgres.QueryAsOwnerAsync<DateTime>("select invoiced_at from orders.card");
        Rig.Clock.Advance(TimeSpan.FromDays(1));
        await Partner.TellAsync("EVT_2.csv", Event("e", card, "INVOICED", 4, "INV-2"));

        Assert.Equal([("REJECTED", "R-EVT-03"), ("ACCEPTED", ""), ("ACCEPTED", ""), ("ACCEPTED", "")],
            Partner.Results("EVT_1").Select(row => (row["outcome"], row["first_error_code"])));
        Assert.Equal(("REJECTED", "R-EVT-03"), (Partner.Results("EVT_2")[0]["outcome"], Partner.Results("EVT_2")[0]["first_error_code"]));
        Assert.Equal(invoiced, await Postgres.QueryAsOwnerAsync<DateTime>("select invoiced_at from orders.card"));
        Assert.Equal("INV-1",
            await Postgres.QueryAsOwnerAsync<string>(
            "select string_agg(invoice_no, ' ') from orders.card_event where kind = 'INVOICED' and effect = 'APPLIED'"));
    }

    /// <summary>Cards in these statuses, all that led there told of; their numbers.</summary>
    private async Task<IReadOnlyList<string>> PrepareAsync(IReadOnlyList<string> statuses)
    {
        var numbers = await Cards.OrderAsync(statuses.Select((_, i) => $"A{i};VISITOR;;;;HQ;"));
        var cards = statuses.Select((_, i) => numbers[$"A{i}"]).ToList();
        await Partner.MakeBatchesAsync();
        await Partner.BackReportAsync();
        await Postgres.ExecuteAsOwnerAsync(string.Concat(statuses.Select((status, i) =>
            $"update orders.card set status = '{status}', card_state = '{(Finished.Contains(status) ? "ACTIVE" : "NONE")}' where card_no "
                + $"= {cards[i]};\n")));
        return cards;
    }

    private async Task<string?> StatusAsync(string card) =>
        await Postgres.QueryAsOwnerAsync<string>($"select status from orders.card where card_no = {card}");

    private string Event(string id, string card, string kind, int second = 0, string invoice = "") =>
        string.Create(CultureInfo.InvariantCulture,
            $"{id};{Rig.Clock.GetUtcNow().UtcDateTime.AddSeconds(second):yyyy-MM-ddTHH:mm:ss.fffZ};{card};{kind};;;;;;;;;{invoice}");
}
