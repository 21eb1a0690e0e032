using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of order files does: one transaction a file, all or nothing.</summary>
public abstract class OrderStoreContract : StoreContract
{
    private const string Ida = "A1;ID-STD;Ida;Ek;199001019802;HQ\r\n";

    private AreaLease lease = null!;
    private int files;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        lease = await LeaseAsync();
    }

    [Fact]
    public async Task Nothing_remains_of_a_transaction_that_is_not_committed()
    {
        await using (var transaction = await BeginAsync())
        {
            Assert.Equal(1, await transaction.UseReplyNameAsync("ORD_1", default));
            await AddAsync(transaction, Ida);
        }

        await using var next = await BeginAsync();
        Assert.Equal(1, await next.UseReplyNameAsync("ORD_1", default));
        Assert.Empty((await KnownAsync(next, Ida)).ByRef);
    }

    [Fact]
    public async Task A_card_is_known_in_its_own_transaction_and_with_its_order_afterwards_and_opens()
    {
        await using (var transaction = await BeginAsync())
        {
            var added = await AddAsync(transaction, Ida);
            var own = Assert.Single((await KnownAsync(transaction, Ida)).ByRef.Values);
            Assert.Equal((0, added.CardNo), (own.OrderNo, own.CardNo));
            await CommitAsync(transaction, added);
        }

        await using var next = await BeginAsync();
        var known = await KnownAsync(next, Ida);
        var card = Assert.Single(known.ByRef.Values);
        Assert.NotEqual(0, card.OrderNo);
        using var reader = new CardReader(Vault);
        reader.Open(card.Card);
        Assert.Equal("Ida", Encoding.UTF8.GetString(reader.Value(CardField.FirstName)));
        Assert.Equal("ID-STD", Assert.Single(known.Persons).Product);
        Assert.Empty((await KnownAsync(next, Ida, personSince: Now.AddSeconds(1))).Persons);
    }

    [Fact]
    public async Task Rows_undone_are_forgotten_and_the_reply_name_is_not()
    {
        await using (var transaction = await BeginAsync())
        {
            await transaction.UseReplyNameAsync("ORD_1", default);
            await KnownAsync(transaction, Ida);
            await AddAsync(transaction, Ida);
            await transaction.UndoRowsAsync(default);
            Assert.Empty((await KnownAsync(transaction, Ida)).ByRef);
            await transaction.CommitAsync(Verdict(Now), [], default);
        }

        await using var next = await BeginAsync();
        Assert.Equal(2, await next.UseReplyNameAsync("ORD_1", default));
        Assert.Equal(1, await next.UseReplyNameAsync("ORD_2", default));
        Assert.Empty((await KnownAsync(next, Ida)).ByRef);
    }

    [Fact]
    public async Task Only_a_card_of_the_customer_can_be_replaced_and_only_once()
    {
        long number;
        await using (var transaction = await BeginAsync())
        {
            var added = await AddAsync(transaction, Ida);
            number = added.CardNo;
            await CommitAsync(transaction, added);
        }

        const string columns = ";replaces_card_no;replace_reason";
        var replacing = $"B1;ID-STD;Ida;Ek;199001019802;HQ;{number};LOST\r\n";
        await using var next = await BeginAsync();
        Assert.Equal([number], (await KnownAsync(next, replacing, columns)).CardNumbers);
        var another = Swedish.CheckDigit.Append((number / 10) + 1);
        Assert.Empty((await KnownAsync(next, replacing.Replace($"{number}", $"{another}", StringComparison.Ordinal), columns)).CardNumbers);

        await CommitAsync(next, await AddAsync(next, replacing, columns));
        await using var third = await BeginAsync();
        Assert.Empty((await KnownAsync(third, replacing.Replace("B1", "C1", StringComparison.Ordinal), columns)).CardNumbers);
    }

    [Fact]
    public async Task Content_is_found_while_it_counts()
    {
        var (file, mac) = (await FileAsync(), new byte[32]);
        mac[0] = 1;
        await using (var transaction = await Stores.Orders.BeginAsync(file, default))
        {
            Assert.Null(await transaction.FindContentAsync(mac, Now.AddDays(-1), default));
            await transaction.CommitAsync(Verdict(Now, contentMac: mac), [], default);
        }

        await using var next = await BeginAsync();
        Assert.Equal((file.FileId, file.Name.ToString()), await next.FindContentAsync(mac, Now, default));
        Assert.Null(await next.FindContentAsync(mac, Now.AddSeconds(1), default));
        Assert.Null(await next.FindContentAsync(new byte[32], Now, default));
    }

    [Fact]
    public async Task The_highest_sequence_number_that_was_accepted_counts()
    {
        foreach (var (number, last) in new (long?, long?)[] { (7, null), (9, 7), (3, 9), (null, 9) })
        {
            await using var transaction = await BeginAsync();
            Assert.Equal(last, await transaction.LastSequenceAsync(alone: true, default));
            await transaction.CommitAsync(Verdict(Now, sequenceNo: number), [], default);
        }
    }

    [Fact]
    public async Task Numbers_are_given_once_whatever_becomes_of_the_transaction()
    {
        long first;
        await using (var transaction = await BeginAsync())
        {
            first = await transaction.TakeNumbersAsync("card", 3, default);
        }

        await using var next = await BeginAsync();
        Assert.True(await next.TakeNumbersAsync("card", 1, default) >= first + 3);
        Assert.True(await next.TakeNumbersAsync("card", 10_000, default) >= first + 4);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_neither_begins_nor_commits()
    {
        var file = await FileAsync();
        await using (var transaction = await Stores.Orders.BeginAsync(file, default))
        {
            var added = await AddAsync(transaction, Ida);
            var answer = await ReportAsync(ReportKind.Receipt, "RCP_1.csv");
            lease = await TakeOverAsync();
            await FailsAsync(FailureReason.LeaseLost, () => Stores.Orders.BeginAsync(file, default));

            // Taking the area over may have ended this transaction already; either way nothing of it is stored.
            await Assert.ThrowsAsync<FileExchangeException>(() => CommitAsync(transaction, added, answer));
        }

        Assert.Empty(await DueAsync(Now.AddDays(1)));
        await using var next = await BeginAsync();
        Assert.Empty((await KnownAsync(next, Ida)).ByRef);
    }

    [Theory]
    [InlineData("A1;ID-STD;Bo;Al;199001029801;HQ\r\n")]
    [InlineData("B1;ID-STD;Ida;Ek;199001019802;HQ\r\n")]
    public async Task Of_two_files_at_once_with_the_same_reference_or_person_and_product_the_second_is_read_again(string other)
    {
        await using var first = await BeginAsync();
        await using var second = await BeginAsync();
        Assert.Empty((await KnownAsync(second, other)).ByRef);
        await CommitAsync(first, await AddAsync(first, Ida));
        await FailsAsync(FailureReason.DatabaseConflict, async () => await CommitAsync(second, await AddAsync(second, other)));
    }

    [Fact]
    public async Task Two_files_at_once_about_other_people_do_not_disturb_each_other()
    {
        await using var first = await BeginAsync();
        await using var second = await BeginAsync();
        await CommitAsync(first, await AddAsync(first, Ida));
        await CommitAsync(second, await AddAsync(second, "B1;ID-STD;Bo;Al;199001029801;HQ\r\nB2;VISITOR;Ida;Ek;199001019802;HQ\r\n"));
        await using var next = await BeginAsync();
        Assert.Equal(2, (await KnownAsync(next, Ida + "B1;ID-STD;Bo;Al;199001029801;HQ\r\n")).ByRef.Count);
    }

    [Fact]
    public async Task Answers_are_stored_with_the_verdict_and_a_name_is_given_once()
    {
        await using (var transaction = await BeginAsync())
        {
            await transaction.CommitAsync(Verdict(Now), [await ReportAsync(ReportKind.Receipt, "RCP_1.csv", "first")], default);
        }

        Assert.Equal("first", await ReadAsync(Assert.Single(await DueAsync())));
        await using var second = await BeginAsync();
        var same = await ReportAsync(ReportKind.Receipt, "RCP_1.csv", "second");
        await FailsAsync(FailureReason.DatabaseConflict, () => second.CommitAsync(Verdict(Now), [same], default));
    }

    private async Task<InboundFile> FileAsync() => await ClaimAsync(lease, $"ORD_{++files}.csv");

    private async Task<IFileTransaction> BeginAsync() => await Stores.Orders.BeginAsync(await FileAsync(), default);

    private async Task<KnownCards> KnownAsync(IFileTransaction transaction, string rows, string moreColumns = "",
        DateTimeOffset? personSince = null)
    {
        var known = new KnownCards();
        using var sealer = Vault.CreateSealer();
        await transaction.FindKnownAsync(await BatchAsync(rows, sealer, Guid.CreateVersion7(), moreColumns),
            personSince ?? Now.AddDays(-30), known, default);
        return known;
    }
}
