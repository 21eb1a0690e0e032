using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What becomes of cards that customers want cancelled and the partner has: every store of cancellations does this. The series of the
/// files is the partner's, so all tests of one database share it.
/// </summary>
public abstract partial class RequestStoreContract
{
    private static readonly CardFacts Asked = Accepted with { Status = CardStatus.Ordered, IsCancelling = true };

    [Fact]
    public async Task What_the_partner_is_to_cancel_goes_into_one_file_once()
    {
        var numbers = await CancelAtPartnerAsync("r1;CANCEL;CUSTOMER_REF;A1;;;MISTAKE", "r2;CANCEL;CUSTOMER_REF;A2;;;");
        var file = await SendAsync();
        Assert.Equal([(numbers[0], "MISTAKE"), (numbers[1], null)],
            file.Asked.OrderBy(one => one.CardNo).Select(one => (one.CardNo, one.ReasonCode)));
        Assert.Contains(file.Name, (await Stores.Reports.DueAsync(CustomerId.Production, Now.AddDays(1), 1000, default))
            .Select(due => due.Name));
        Assert.Equal(0, await Stores.Cancellations!.SendAsync(Customer, 10, Now, (_, _) => throw new InvalidOperationException(), default));
    }

    [Fact]
    public async Task What_is_more_than_a_file_takes_goes_into_the_next()
    {
        await CancelAtPartnerAsync("r1;CANCEL;CUSTOMER_REF;A1;;;", "r2;CANCEL;CUSTOMER_REF;A2;;;");
        var (first, second) = (await SendAsync(most: 1), await SendAsync(most: 1));
        Assert.Single(first.Asked);
        Assert.Single(second.Asked);
        Assert.NotEqual(first.Asked[0].CardNo, second.Asked[0].CardNo);
        Assert.Equal(first.Sequence + 1, second.Sequence);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_leaves_everything_as_it_was()
    {
        await CancelAtPartnerAsync("r1;CANCEL;CUSTOMER_REF;A1;;;");
        var number = 0L;
        await Assert.ThrowsAsync<IOException>(() => Stores.Cancellations!.SendAsync(Customer, 10, Now, (sequence, _) =>
        {
            number = sequence;
            throw new IOException();
        }, default));
        Assert.Equal(number, (await SendAsync()).Sequence);
    }

    [Fact]
    public async Task A_card_that_failed_meanwhile_is_cancelled_by_us_and_told_until_it_is_erased()
    {
        var numbers = await CancelAtPartnerAsync("r1;CANCEL;CUSTOMER_REF;A1;;;", "r2;CANCEL;CUSTOMER_REF;A2;;;");
        Assert.Empty(await SettleAsync());
        await Stores.SetFactsAsync!(numbers[0], Asked with { Status = CardStatus.Failed });
        Assert.Single(await SettleAsync());
        Assert.Equal((CardStatus.Cancelled, false),
            await FactsAsync(numbers[0]) is var facts ? (facts.Status, facts.IsCancelling) : default);
        Assert.Equal(Asked, await FactsAsync(numbers[1]));
        Assert.Empty(await SettleAsync());
    }

    [Fact]
    public async Task Of_other_customers_nothing_is_asked_and_nothing_settled()
    {
        var numbers = await CancelAtPartnerAsync("r1;CANCEL;CUSTOMER_REF;A1;;;");
        await Stores.SetFactsAsync!(numbers[0], Asked with { Status = CardStatus.Failed });
        var other = new CustomerId("NOBODY");
        Assert.Equal(0, await Stores.Cancellations!.SendAsync(other, 10, Now, (_, _) => throw new InvalidOperationException(), default));
        Assert.Empty(await Stores.Cancellations.SettleAsync(other, Now, default));
        Assert.Equal(CardStatus.Failed, (await FactsAsync(numbers[0])).Status);
    }

    /// <summary>Two cards that the partner has, and what is asked of them; their numbers.</summary>
    private async Task<long[]> CancelAtPartnerAsync(params string[] rows)
    {
        var (_, numbers) = await OrderAsync(Ida + Bo);
        foreach (var number in numbers)
        {
            await Stores.SetFactsAsync!(number, Accepted with { Status = CardStatus.Ordered });
        }

        Assert.All(await OutcomesAsync(rows), outcome => Assert.Equal(RequestOutcome.Scheduled, outcome));
        return numbers;
    }

    private async Task<(long Sequence, string Name, IReadOnlyList<AskedCancellation> Asked)> SendAsync(int most = 10)
    {
        var file = (Sequence: 0L, Name: "", Asked: (IReadOnlyList<AskedCancellation>)[]);
        var sent = await Stores.Cancellations!.SendAsync(Customer, most, Now, async (sequence, asked) =>
        {
            file = (sequence, $"CAN_{Customer}_{sequence}.csv", asked);
            var draft = await ReportAsync(ReportKind.Cancellation, file.Name, folder: "/out/batches/");
            return new MadeBatch(draft, sequence, asked.Count);
        }, default);
        Assert.Equal(file.Asked.Count, sent);
        return file;
    }

    private Task<IReadOnlyList<Guid>> SettleAsync() => Stores.Cancellations!.SettleAsync(Customer, Now, default);
}
