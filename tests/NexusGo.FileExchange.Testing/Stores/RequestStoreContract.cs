using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What every store of request files does: one transaction a file, all or nothing. Rows are decided by the product's own
/// <see cref="RequestDecisions"/>; what they did is read back through the store.
/// </summary>
public abstract partial class RequestStoreContract : StoreContract
{
    private const string Ida = "A1;ID-STD;Ida;Ek;199001019802;HQ\r\n";
    private const string Bo = "A2;ID-STD;Bo;Al;199001029801;HQ\r\n";

    private static readonly CardFacts Accepted = new(CardStatus.Accepted, CardState.None, IsInvoiced: false, IsErased: false);
    private static readonly CardFacts Delivered = new(CardStatus.Delivered, CardState.Active, IsInvoiced: true, IsErased: false);

    private static readonly DateOnly Tomorrow = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(1);

    private static readonly CustomerProfile Profile = DemoProfile.Create();

    private AreaLease lease = null!;
    private int files;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        lease = await LeaseAsync();
    }

    [Theory]
    [InlineData("ERASE;CUSTOMER_REF;A1;;;", 1)]
    [InlineData("ERASE;CUSTOMER_REF;A9;;;", 0)]
    [InlineData("ERASE;CARD_NO;{1};;;", 1)]
    [InlineData("ERASE;ORDER_NO;{0};;;", 2)]
    [InlineData("ERASE;PERSON;19900101-9802;;;", 1)]
    [InlineData("ERASE;PERSON;19900103-9800;;;", 0)]
    [InlineData("ERASE;ALL_BEFORE;2026-12-01;;;", 2)]
    [InlineData("ERASE;ALL_BEFORE;2026-11-30;;;", 0)]
    [InlineData("HISTORY;PERIOD;;2026-11-30;2026-11-30;", 2)]
    [InlineData("HISTORY;PERIOD;;2026-11-28;2026-11-29;", 0)]
    public async Task A_row_selects_the_cards_that_it_names(string row, int cards)
    {
        var (orderNo, numbers) = await OrderAsync(Ida + Bo);
        await using var transaction = await BeginAsync();
        var known = await transaction.SelectAsync(await RowsAsync("r1;" + string.Format(null, row, orderNo, numbers[0])), default);
        Assert.Equal(cards, known.Cards.TryGetValue(1, out var selected) ? selected.Count : 0);
        Assert.Equal((cards, 0L), (selected?.Open ?? 0, selected?.Ready ?? 0));
    }

    [Fact]
    public async Task Answers_are_found_again_once_they_are_committed()
    {
        await OrderAsync(Ida);
        await AskAsync(commits: false, "r1;CANCEL;CUSTOMER_REF;A1;;;");
        var row = "r1;CANCEL;CUSTOMER_REF;A1;;;MISTAKE";
        var first = Assert.Single(await AskAsync(row));
        await using var transaction = await BeginAsync();
        var rows = await RowsAsync(row, "r2;CANCEL;CUSTOMER_REF;A2;;;");
        var answered = Assert.Single(await transaction.FindAnsweredAsync(rows, default));
        Assert.Equal(("r1", first, true), (answered.Key, answered.Value.Answer, answered.Value.IsSame(rows[0])));
        Assert.False(answered.Value.IsSame(rows[1]));
    }

    [Fact]
    public async Task Without_a_commit_nothing_happened()
    {
        var (_, numbers) = await OrderAsync(Ida);
        await AskAsync(commits: false, "r1;CANCEL;CUSTOMER_REF;A1;;;");
        Assert.Equal(Accepted, await FactsAsync(numbers[0]));
    }

    [Fact]
    public async Task A_cancelled_card_is_erased_and_found_by_its_number_alone()
    {
        var (orderNo, numbers) = await OrderAsync(Ida + Bo);
        Assert.Equal([(RequestOutcome.Done, orderNo, numbers[0])],
            (await AskAsync("r1;CANCEL;CUSTOMER_REF;A1;;;MISTAKE")).Select(one => (one.Outcome, one.OrderNo, one.CardNo)));
        Assert.Equal((CardStatus.Cancelled, true), await FactsAsync(numbers[0]) is var facts ? (facts.Status, facts.IsErased) : default);
        Assert.Equal(Accepted, await FactsAsync(numbers[1]));
        Assert.Equal([RequestOutcome.NotFound, RequestOutcome.Unchanged],
            await OutcomesAsync("r2;CANCEL;CUSTOMER_REF;A1;;;", $"r3;CANCEL;CARD_NO;{numbers[0]};;;"));
    }

    [Fact]
    public async Task Rows_about_one_card_follow_each_other()
    {
        var (_, numbers) = await OrderAsync(Ida);
        await Stores.SetFactsAsync!(numbers[0], Delivered);
        Assert.Equal([RequestOutcome.Done, RequestOutcome.Done, RequestOutcome.Done],
            await OutcomesAsync($"r1;BLOCK;CARD_NO;{numbers[0]};;;", "r2;UNBLOCK;CUSTOMER_REF;A1;;;", $"r3;BLOCK;CARD_NO;{numbers[0]};;;"));
        Assert.Equal((CardStatus.Delivered, CardState.Blocked),
            await FactsAsync(numbers[0]) is var facts ? (facts.Status, facts.State) : default);
    }

    [Fact]
    public async Task A_card_that_the_partner_has_is_asked_for()
    {
        var (_, numbers) = await OrderAsync(Ida);
        await Stores.SetFactsAsync!(numbers[0], Accepted with { Status = CardStatus.Ordered });
        Assert.Equal([RequestOutcome.Scheduled], await OutcomesAsync("r1;CANCEL;CUSTOMER_REF;A1;;;"));
        Assert.Equal((CardStatus.Ordered, true, false),
            await FactsAsync(numbers[0]) is var facts ? (facts.Status, facts.IsCancelling, facts.IsErased) : default);
    }

    [Fact]
    public async Task What_is_produced_and_invoiced_is_erased_at_once_and_the_rest_waits()
    {
        var (orderNo, numbers) = await OrderAsync(Ida + Bo);
        await Stores.SetFactsAsync!(numbers[0], Delivered);
        Assert.Equal([RequestOutcome.Scheduled], await OutcomesAsync($"r1;ERASE;ORDER_NO;{orderNo};;;"));
        await using var transaction = await BeginAsync();
        var known = await transaction.SelectAsync(await RowsAsync($"r2;ERASE;ORDER_NO;{orderNo};;;", "r3;ERASE;CUSTOMER_REF;A1;;;",
            $"r4;ERASE;CARD_NO;{numbers[0]};;;", "r5;ERASE;PERSON;19900101-9802;;;"), default);
        Assert.Equal((2, 1, 0), (known.Cards[1].Count, known.Cards[1].Open, known.Cards[1].Ready));
        Assert.Equal([1], known.Cards.Keys);
    }

    [Fact]
    public async Task The_person_of_a_request_is_known_while_it_is_open()
    {
        var (_, numbers) = await OrderAsync(Ida + Bo);
        await Stores.SetFactsAsync!(numbers[1], Delivered);
        string[] asked = ["r1;ERASE;PERSON;19900101-9802;;;", "r2;ERASE;PERSON;19900102-9801;;;"];
        Assert.Equal([RequestOutcome.Scheduled, RequestOutcome.Done], await OutcomesAsync(asked));
        await using var transaction = await BeginAsync();
        var answered = await transaction.FindAnsweredAsync(await RowsAsync(asked), default);
        Assert.NotNull(answered["r1"].PersonIndex);
        Assert.Null(answered["r2"].PersonIndex);
    }

    [Fact]
    public async Task Under_a_hold_nothing_is_erased()
    {
        var (_, numbers) = await OrderAsync(Ida + Bo);
        await Stores.SetFactsAsync!(numbers[0], Delivered);
        var hold = await Stores.Holds.SetAsync(Customer, "inspection", Now.AddDays(30), "an operator", default);
        Assert.Equal([RequestOutcome.Scheduled, RequestOutcome.Scheduled],
            await OutcomesAsync("r1;ERASE;CUSTOMER_REF;A1;;;", "r2;CANCEL;CUSTOMER_REF;A2;;;"));
        Assert.Equal(Delivered, await FactsAsync(numbers[0]));
        Assert.Equal(Accepted with { Status = CardStatus.Cancelled }, await FactsAsync(numbers[1]));

        await Stores.Holds.EndAsync(Customer, hold.HoldId, "an operator", default);
        Assert.Equal([RequestOutcome.Done], await OutcomesAsync("r3;ERASE;CUSTOMER_REF;A1;;;"));
    }

    [Fact]
    public async Task Request_files_of_a_customer_wait_for_each_other()
    {
        await OrderAsync(Ida);
        var rows = await RowsAsync("r1;CANCEL;CUSTOMER_REF;A1;;;");
        Task<Dictionary<string, AnsweredRequest>> second;
        await using (var first = await BeginAsync())
        {
            second = FindInTheirTurnAsync(rows);
            await ApplyAsync(first, null, "r1;CANCEL;CUSTOMER_REF;A1;;;");
            await first.CommitAsync(Verdict(Now), [], default);
        }

        Assert.Equal(["r1"], (await second).Keys);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_neither_begins_nor_commits()
    {
        var (_, numbers) = await OrderAsync(Ida);
        var file = await FileAsync();
        await using (var transaction = await Stores.Requests!.BeginAsync(file, default))
        {
            await ApplyAsync(transaction, null, "r1;CANCEL;CUSTOMER_REF;A1;;;");
            lease = await TakeOverAsync();

            // Taking the area over may have ended this transaction already; either way nothing of it is stored.
            await Assert.ThrowsAsync<FileExchangeException>(() => transaction.CommitAsync(Verdict(Now), [], default));
        }

        await FailsAsync(FailureReason.LeaseLost, () => Stores.Requests.BeginAsync(file, default));
        Assert.Equal(Accepted, await FactsAsync(numbers[0]));
    }

    private Task<(long OrderNo, long[] CardNos)> OrderAsync(string rows, string? holdCode = null, string? signedBy = null) =>
        OrderAsync(lease, $"ORD_{++files}.csv", rows, holdCode, signedBy);

    private async Task<InboundFile> FileAsync()
    {
        var seen = await SeeAsync(lease, $"/in/REQ_{++files}.csv");
        return Assert.Single(await Stores.Inbox.ClaimAsync(lease, [RequestFor(seen, InboundKind.Request)], Now, default));
    }

    private async Task<IRequestTransaction> BeginAsync() => await Stores.Requests!.BeginAsync(await FileAsync(), default);

    private async Task<Dictionary<string, AnsweredRequest>> FindInTheirTurnAsync(IReadOnlyList<RequestRow> rows)
    {
        await using var transaction = await BeginAsync();
        return await transaction.FindAnsweredAsync(rows, default);
    }

    /// <summary>Rows of a request file that came encrypted, read and checked on the day after the orders.</summary>
    private async Task<IReadOnlyList<RequestRow>> RowsAsync(params string[] rows)
    {
        var reader = new RequestReader(Profile, new RequestCheck(Vault, Tomorrow, isEncrypted: true));
        var text = "request_ref;action;selector_type;selector;from;to;reason_code\r\n" + string.Join("\r\n", rows);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Null(await reader.ReadAsync(content, default));
        Assert.All(reader.Rows, row => Assert.Empty(row.Findings));
        return reader.Rows;
    }

    private Task<IReadOnlyList<RequestAnswer>> AskAsync(params string[] rows) => AskAsync(commits: true, rows);

    /// <summary>A request file's whole transaction.</summary>
    private async Task<IReadOnlyList<RequestAnswer>> AskAsync(bool commits, params string[] rows)
    {
        await using var transaction = await BeginAsync();
        var answers = await ApplyAsync(transaction, null, rows);
        if (commits)
        {
            await transaction.CommitAsync(Verdict(Now), [], default);
        }

        return answers;
    }

    private async Task<IEnumerable<RequestOutcome>> OutcomesAsync(params string[] rows) =>
        (await AskAsync(rows)).Select(answer => answer.Outcome);

    /// <summary>Finds, decides and applies the rows, in a transaction that the caller ends.</summary>
    private async Task<IReadOnlyList<RequestAnswer>> ApplyAsync(IRequestTransaction transaction, Signer? signer, params string[] lines)
    {
        var rows = await RowsAsync(lines);
        var decisions = new RequestDecisions(await transaction.FindAnsweredAsync(rows, default), Profile, signer, canSeal: true,
            partnerTakesCancellations: true, Now);
        var answers = decisions.Decide(rows, await transaction.SelectAsync(decisions.ToLookUp(rows), default));
        await transaction.ApplyAsync(decisions.Effects, default);
        return answers;
    }

    /// <summary>What the store knows of a card; the time of the partner's last event is not compared.</summary>
    private async Task<CardFacts> FactsAsync(long cardNo)
    {
        await using var transaction = await BeginAsync();
        var known = await transaction.SelectAsync(await RowsAsync($"look;CANCEL;CARD_NO;{cardNo};;;"), default);
        return Assert.Single(known.Cards[1].Cards).Facts with { LastEventAt = null };
    }
}
