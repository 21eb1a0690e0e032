using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What every register does: it finds cards without opening one, and erases them.</summary>
public abstract class RegisterContract : RetentionContract
{
    private const string Nobody = "C1;VISITOR;;;;HQ\r\n";

    [Fact]
    public async Task Cards_are_found_by_number_by_order_or_all()
    {
        var (orderNo, numbers) = await OrderAsync(Lease, "ORD_A.csv", Ida + Bo);
        await AddAsync(Nobody);
        Assert.Equal((1, 2, 3), (await CountAsync(numbers[1], null), await CountAsync(null, orderNo), await CountAsync(null, null)));
        Assert.Equal((0, 0), (await CountAsync(numbers[1] + 1, null), await CountAsync(null, orderNo + 1)));
        Assert.Empty(await Retention.Register.CardsAsync(new CustomerId(CustomerIds.Next("STO")), numbers[1], null, default));
    }

    [Fact]
    public async Task What_an_operators_erasure_asks_of_a_card_is_told()
    {
        var (_, number) = await AddAsync(Ida);
        Assert.Equal((false, false), await StageAsync(number));
        await Stores.SetFactsAsync!(number, new CardFacts(CardStatus.Produced, CardState.Active, IsInvoiced: false, IsErased: false));
        Assert.Equal((true, false), await StageAsync(number));
        await Stores.SetFactsAsync(number, new CardFacts(CardStatus.Shipped, CardState.Active, IsInvoiced: true, IsErased: false));
        Assert.Equal((true, true), await StageAsync(number));
    }

    [Fact]
    public async Task An_erased_card_holds_nothing_and_is_found_no_more()
    {
        var (ida, number) = await AddAsync(Ida);
        var (bo, _) = await AddAsync(Bo);
        var other = new CustomerId(CustomerIds.Next("STO"));
        Assert.Equal(0, await Retention.Register.EraseAsync(other, new ErasureOrder(ErasureCause.Operator, "7"), [ida], default));
        Assert.Equal(1, await EraseAsync(ida, Guid.CreateVersion7()));
        Assert.Equal(0, await EraseAsync(ida));
        Assert.Equal((0, 1), (await CountAsync(number, null), await CountAsync(null, null)));
        Assert.Equal([bo], (await SealedAsync()).Select(card => card.CardId));
    }

    [Fact]
    public async Task The_number_of_a_cancelled_card_is_the_last_to_go()
    {
        var (card, number) = await AddAsync(Ida);
        await Stores.SetFactsAsync!(number, new CardFacts(CardStatus.Cancelled, CardState.None, IsInvoiced: false, IsErased: false));
        var order = new ErasureOrder(ErasureCause.Cancelled, "7");
        Assert.Equal(1, await Retention.Register.EraseAsync(Customer, order, [card], default));
        Assert.Empty(await SealedAsync());
        Assert.Equal(1, await CountAsync(number, null));
        Assert.Equal(1, await EraseAsync(card));
        Assert.Equal(0, await CountAsync(null, null));
    }

    [Fact]
    public async Task Sealed_cards_are_read_in_the_order_of_their_ids_and_open_with_the_customers_keys()
    {
        await OrderAsync(Lease, "ORD_A.csv", Ida + Bo);
        var cards = await SealedAsync();
        Assert.Equal(cards.OrderBy(card => card.CardId).Select(card => card.CardId), cards.Select(card => card.CardId));
        using var reader = new CardReader(Vault);
        Assert.Equal(["Bo", "Ida"], cards.Select(card =>
        {
            reader.Open(card);
            return Encoding.UTF8.GetString(reader.Value(CardField.FirstName));
        }).Order());
    }

    [Fact]
    public async Task Reports_count_until_they_are_delivered()
    {
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_1.csv"), Now);
        Assert.Equal(1, await Retention.Register.CountUndeliveredAsync(Customer, default));
        await Stores.Reports.MarkDeliveredAsync(Customer, [Assert.Single(await DueAsync()).ReportId], Now, default);
        Assert.Equal(0, await Retention.Register.CountUndeliveredAsync(Customer, default));
    }

    [Fact]
    public async Task An_incident_counts_what_was_touched_in_its_interval()
    {
        var (_, numbers) = await OrderAsync(Lease, "ORD_A.csv", Ida + Bo + Nobody);
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_1.csv"), Now);
        await Stores.Reports.MarkDeliveredAsync(Customer, [Assert.Single(await DueAsync()).ReportId], Now, default);
        var erased = Assert.Single(await Retention.Register.CardsAsync(Customer, numbers[1], null, default));
        await EraseAsync(erased.CardId);

        var told = await Retention.Register.IncidentAsync(Customer, Now, Now.AddSeconds(1), default);
        Assert.Equal((Customer.Value, 3L, 1L, 1L, 1L), (told.Customer, told.Cards, told.Persons, told.CardsWithoutPerson, told.Erased));
        Assert.Equal([numbers[0], numbers[2]], told.CardNumbers);
        Assert.Equal(("ORD_A.csv", "ORD", Now, "ACCEPTED", 3), Assert.Single(told.Files) is var file
            ? (file.Name, file.Kind, file.ClaimedAt, file.FileStatus, file.Rows) : default);
        Assert.Equal(["BRP_1.csv"], told.Reports);

        foreach (var (from, to) in new[] { (Now.AddHours(-1), Now), (Now.AddSeconds(1), Now.AddHours(1)) })
        {
            var nothing = await Retention.Register.IncidentAsync(Customer, from, to, default);
            Assert.Equal((0L, 0, 0), (nothing.Cards, nothing.Files.Count, nothing.Reports.Count));
        }
    }

    private async Task<int> CountAsync(long? cardNo, long? orderNo) =>
        (await Retention.Register.CardsAsync(Customer, cardNo, orderNo, default)).Count;

    private async Task<(bool IsProduced, bool IsInvoiced)> StageAsync(long cardNo) =>
        Assert.Single(await Retention.Register.CardsAsync(Customer, cardNo, null, default)) is var card
            ? (card.IsProduced, card.IsInvoiced) : default;

    private async Task<List<SealedCard>> SealedAsync()
    {
        var cards = new List<SealedCard>();
        await Retention.Register.ReadSealedAsync(Customer, cards.Add, default);
        return cards;
    }
}
