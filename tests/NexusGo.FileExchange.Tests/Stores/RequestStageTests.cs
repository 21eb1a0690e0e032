using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Stores;

/// <summary>What becomes of request files, on doubles.</summary>
public sealed class RequestStageTests
{
    private const string Orders = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n"
        + "A1;ID-STD;Ida;Ek;199001019802;HQ\r\nA2;ID-STD;Bo;Al;199001029801;HQ\r\n";

    private const string Header = "request_ref;action;selector_type;selector;from;to;reason_code\r\n";

    private static readonly CardFacts Delivered = new(CardStatus.Delivered, CardState.Active, IsInvoiced: true, IsErased: false);

    [Theory]
    [InlineData("r1;CANCEL;CUSTOMER_REF;A1;;;MISTAKE", "ACCEPTED", "DONE ")]
    [InlineData("r1;CANCEL;CUSTOMER_REF;A9;;;", "REJECTED", "NOT_FOUND ")]
    [InlineData("r1;VANISH;CUSTOMER_REF;A1;;;", "REJECTED", "REFUSED R-ACT-03")]
    [InlineData("r1;BLOCK;CUSTOMER_REF;A1;;;", "REJECTED", "REFUSED R-CRD-01")]
    [InlineData("r1;ERASE;CUSTOMER_REF;A1;;;", "ACCEPTED", "SCHEDULED ")]
    [InlineData("r1;HISTORY;CUSTOMER_REF;A1;;;", "REJECTED", "REFUSED R-HIS-01")]
    [InlineData("r1;REPORT;FULL;;;;", "REJECTED", "NOT_FOUND ")]
    [InlineData("r1;CANCEL;CUSTOMER_REF;A1;;;\r\nr2;CANCEL;CUSTOMER_REF;A1;;;", "ACCEPTED", "DONE ,UNCHANGED ")]
    [InlineData("r1;CANCEL;CUSTOMER_REF;A1;;;\r\nr1;CANCEL;CUSTOMER_REF;A2;;;", "PARTIAL", "DONE ,REFUSED R-REF-02")]
    public async Task Each_row_is_answered(string rows, string status, string answers)
    {
        await using var rig = await OrderedAsync();
        await AskAsync(rig, "REQ_1", rows);
        Assert.Equal((status, answers), (rig.Receipt("REQ_1")["file_status"], Answers(rig, "REQ_1")));
    }

    [Fact]
    public async Task A_file_of_which_everything_was_cancelled_may_be_ordered_again()
    {
        await using var rig = await OrderedAsync();
        await AskAsync(rig, "REQ_1", "r1;CANCEL;CUSTOMER_REF;A1;;;", "r2;CANCEL;CUSTOMER_REF;A2;;;");
        Assert.All(rig.Exchange.Cards, card => Assert.True(card.Card.Content.IsEmpty));
        rig.Drop("/in/ORD_2.csv", Orders);
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_2")["file_status"]);
        Assert.Equal(4, rig.Exchange.Cards.Count);
    }

    [Fact]
    public async Task The_same_file_again_gets_the_same_answers_and_does_nothing()
    {
        await using var rig = await OrderedAsync();
        Set(rig, 0, Delivered);
        await AskAsync(rig, "REQ_1", "r1;BLOCK;CUSTOMER_REF;A1;;;LOST");
        var events = rig.Exchange.Register.Events.Count;
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await AskAsync(rig, "REQ_2", "r1;BLOCK;CUSTOMER_REF;A1;;;LOST");
        Assert.Equal((1, events), (events, rig.Exchange.Register.Events.Count));
        Assert.Equal(("DONE W-BLK-01", "DONE W-BLK-01"), (Answers(rig, "REQ_1"), Answers(rig, "REQ_2")));
    }

    [Fact]
    public async Task The_test_folder_answers_in_full_and_changes_nothing()
    {
        await using var rig = await OrderedAsync();
        rig.Drop("/in/test/REQ_1.csv", Header + "r1;CANCEL;CUSTOMER_REF;A1;;;\r\n");
        await rig.PollAsync();
        Assert.Contains(rig.Names("/out/receipts/"), name => name.StartsWith("RES_", StringComparison.Ordinal)
            && name.Contains("REQ_1", StringComparison.Ordinal));
        Assert.Empty(rig.Exchange.Register.Events);
        Assert.Empty(rig.Exchange.AnsweredRequests);
    }

    [Theory]
    [InlineData(EarlyErase.Refuse, "REFUSED R-ERA-01")]
    [InlineData(EarlyErase.Schedule, "SCHEDULED ")]
    public async Task The_agreement_says_what_becomes_of_an_early_erasure(EarlyErase early, string answer)
    {
        await using var rig = await OrderedAsync(p => p with { Requests = p.Requests with { EraseBeforeInvoice = early } });
        await AskAsync(rig, "REQ_1", "r1;ERASE;CUSTOMER_REF;A1;;;");
        Assert.Equal(answer, Answers(rig, "REQ_1"));
    }

    [Fact]
    public async Task What_is_produced_and_invoiced_is_erased_and_the_rest_is_put_on_the_list()
    {
        await using var rig = await OrderedAsync();
        Set(rig, 0, Delivered);
        var (order, erased, waiting) = (rig.Exchange.Cards[0].OrderNo, rig.Exchange.Cards[0].Card.CardId,
            rig.Exchange.Cards[1].Card.CardId);
        await AskAsync(rig, "REQ_1", $"r1;ERASE;ORDER_NO;{order};;;");
        Assert.Equal("SCHEDULED ", Answers(rig, "REQ_1"));
        Assert.True(rig.Exchange.Register.Cards[erased].Card.Facts.IsErased);
        Assert.Equal([waiting], rig.Exchange.ScheduledErasures.Select(one => one.CardId));
    }

    [Theory]
    [InlineData("APPROVE", CardStatus.Accepted)]
    [InlineData("DECLINE", CardStatus.Cancelled)]
    public async Task Whether_a_person_gets_the_same_card_again_is_the_customers_to_say(string action, CardStatus status)
    {
        await using var rig = await OrderedAsync();
        rig.Drop("/in/ORD_2.csv", Orders.Replace("A1;", "B1;", StringComparison.Ordinal).Replace("A2;", "B2;", StringComparison.Ordinal));
        await rig.PollAsync();
        var again = rig.Exchange.Cards[2];
        Assert.Equal(CardStatus.OnHold, rig.Exchange.Register.Cards[again.Card.CardId].Card.Facts.Status);
        await AskAsync(rig, "REQ_1", $"r1;{action};ORDER_NO;{again.OrderNo};;;");
        Assert.Equal("DONE ", Answers(rig, "REQ_1"));
        Assert.Equal(status, rig.Exchange.Register.Cards[again.Card.CardId].Card.Facts.Status);
    }

    private static async Task<InMemoryRig> OrderedAsync(Func<CustomerProfile, CustomerProfile>? change = null)
    {
        var rig = new InMemoryRig(change);
        rig.Drop("/in/ORD_1.csv", Orders);
        await rig.PollAsync();
        Assert.Equal(2, rig.Exchange.Cards.Count);
        return rig;
    }

    private static async Task AskAsync(InMemoryRig rig, string name, params string[] rows)
    {
        rig.Drop($"/in/{name}.csv", Header + string.Join("\r\n", rows) + "\r\n");
        await rig.PollAsync();
    }

    private static string Answers(InMemoryRig rig, string name) =>
        string.Join(',', rig.Results(name).Select(row => $"{row["outcome"]} {row["first_error_code"]}"));

    private static void Set(InMemoryRig rig, int card, CardFacts facts) =>
        rig.Exchange.Register.Set(rig.Exchange.Cards[card].CardNo, facts);
}
