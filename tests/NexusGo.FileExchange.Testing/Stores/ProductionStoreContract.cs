using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What every store of the partner's event files does with the ledgers around it: the lease, the verdict, its answers, and what customers
/// are told. What becomes of each row is the matter of EventTransactionContract.
/// </summary>
public abstract class ProductionStoreContract : CardStoreContract
{
    private static int files;

    [Fact]
    public async Task Verdict_answers_and_events_are_stored_together()
    {
        var card = await OrderedAsync();
        var file = await ClaimAsync();
        await using (var transaction = await Stores.Production.BeginEventsAsync(file, default))
        {
            Assert.Equal(1, await transaction.UseReplyNameAsync(file.BaseName, default));
            await ApplyAsync(transaction, Row(1, card, CardEventKind.InProduction), Row(2, card, CardEventKind.Failed));
            await transaction.CommitAsync(Verdict(Now), [await ReportAsync(ReportKind.Receipt, $"RCP_{file.BaseName}.csv")], default);
        }

        Assert.Equal(["ACCEPTED", "ORDERED", "IN_PRODUCTION", "FAILED"], await ToldAsync());
        Assert.Contains($"RCP_{file.BaseName}.csv",
            (await Stores.Reports.DueAsync(CustomerId.Production, Now.AddDays(1), 1000, default)).Select(one => one.Name));
        await using var next = await Stores.Production.BeginEventsAsync(await ClaimAsync(), default);
        Assert.Equal(2, await next.UseReplyNameAsync(file.BaseName, default));
    }

    [Fact]
    public async Task Nothing_remains_of_an_event_file_that_is_not_committed()
    {
        var card = await OrderedAsync();
        var file = await ClaimAsync();
        await using (var transaction = await Stores.Production.BeginEventsAsync(file, default))
        {
            await transaction.UseReplyNameAsync(file.BaseName, default);
            await ApplyAsync(transaction, Row(1, card, CardEventKind.InProduction));
        }

        Assert.Equal(["ACCEPTED", "ORDERED"], await ToldAsync());
        await using var next = await Stores.Production.BeginEventsAsync(file, default);
        Assert.Equal(1, await next.UseReplyNameAsync(file.BaseName, default));
    }

    [Fact]
    public async Task An_invoice_is_told_to_nobody()
    {
        var card = await OrderedAsync();
        await using (var transaction = await Stores.Production.BeginEventsAsync(await ClaimAsync(), default))
        {
            await ApplyAsync(transaction, Row(1, card, CardEventKind.InProduction), Row(2, card, CardEventKind.Produced),
                Row(3, card, CardEventKind.Invoiced));
            await transaction.CommitAsync(Verdict(Now), [], default);
        }

        Assert.Equal(["ACCEPTED", "ORDERED", "IN_PRODUCTION", "PRODUCED"], await ToldAsync());
    }

    [Fact]
    public async Task Whoever_lost_the_partners_area_neither_begins_nor_commits()
    {
        var card = await OrderedAsync();
        var file = await ClaimAsync();
        await using (var transaction = await Stores.Production.BeginEventsAsync(file, default))
        {
            await ApplyAsync(transaction, Row(1, card, CardEventKind.InProduction));
            await TakePartnerAsync("another");
            await FailsAsync(FailureReason.LeaseLost, () => Stores.Production.BeginEventsAsync(file, default));
            await Assert.ThrowsAsync<FileExchangeException>(() => transaction.CommitAsync(Verdict(Now), [], default));
        }

        Assert.Equal(["ACCEPTED", "ORDERED"], await ToldAsync());
    }

    /// <summary>After everything that a test of this database did before.</summary>
    private static DateTimeOffset Later() => Now + (Duration * 2 * Interlocked.Increment(ref files));

    private async Task<AreaLease> TakePartnerAsync(string owner)
    {
        await Stores.PassAsync(CustomerId.Production, Duration);
        return (await Stores.Leases.TryTakeAsync(CustomerId.Production, owner, Duration, default))!;
    }

    private async Task<InboundFile> ClaimAsync()
    {
        var now = Later();
        var lease = await TakePartnerAsync("one");
        var name = $"EVT_{Customer}_{Interlocked.Increment(ref files)}.csv";
        var seen = await Stores.Inbox.RecordAsync(lease, [new SeenFile(PathOf("/in/" + name), new RemoteVersion(10, 1))], now, default);
        var sighting = seen.Single(one => one.Path == PathOf("/in/" + name));
        return Assert.Single(await Stores.Inbox.ClaimAsync(lease, [RequestFor(sighting, InboundKind.Event)], now, default));
    }

    /// <summary>A card that the partner has.</summary>
    private async Task<long> OrderedAsync()
    {
        var card = await OrderAsync(Ida);
        await using var transaction = (await Stores.Batches.BeginAsync(Customer, 3, Now, default))!;
        var waiting = Assert.Single(await transaction.TakeAsync(100, default));
        await transaction.OrderAsync(transaction.NextSequence,
            [new BatchedCard(waiting.Card.CardId, ReportFields.None, Now.AddSeconds(1), IsAgain: false)], default);
        await transaction.CommitAsync([], default);
        return card;
    }

    private EventRow Row(int number, long card, CardEventKind kind) =>
        new() { RowNumber = number, SourceId = $"{Customer}-{number}-{files}", CardNo = card, Kind = kind, Time = Now.AddMinutes(number) };

    private static async Task ApplyAsync(IEventTransaction transaction, params EventRow[] rows)
    {
        foreach (var row in rows)
        {
            await transaction.AddAsync(row, default);
        }

        var counts = await new EventFileApplier(transaction, new Uuid7Sequence(TimeProvider.System), Now.AddHours(1)).RunAsync(default);
        Assert.Equal(rows.Length, counts.Accepted);
    }

    /// <summary>Statuses of the customer's next back-report.</summary>
    private async Task<List<string>> ToldAsync()
    {
        var told = new List<string>();
        await using var transaction = await Stores.BackReports.BeginAsync(Customer, Now, default);
        await transaction.ReadAsync(line => told.Add(line.Status), default);
        return told;
    }
}
