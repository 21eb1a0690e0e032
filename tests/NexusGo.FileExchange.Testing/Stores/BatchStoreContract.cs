using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What every store of waiting cards does. The series of batches is the partner's, so all tests of one database share it.
/// </summary>
public abstract class BatchStoreContract : CardStoreContract
{
    [Fact]
    public async Task Waiting_cards_are_handed_out_once_in_the_order_in_which_they_were_ordered()
    {
        var (first, last) = (await OrderAsync(Ida), await OrderAsync(Bo));
        await using (var transaction = await BatchAsync())
        {
            Assert.Equal([first], await TakeAsync(transaction, 1));
            Assert.Equal([last], await TakeAsync(transaction, 5));
            Assert.Empty(await TakeAsync(transaction, 5));
        }

        Assert.Equal([first, last], await MakeAsync());
        Assert.Null(await Stores.Batches.BeginAsync(Customer, 3, Now, default));
    }

    [Fact]
    public async Task Nothing_remains_of_batches_that_are_not_committed()
    {
        var card = await OrderAsync(Ida);
        long number;
        await using (var transaction = await BatchAsync())
        {
            number = transaction.NextSequence;
            await OrderAllAsync(transaction);
        }

        await using (var transaction = await BatchAsync())
        {
            Assert.Equal(number, transaction.NextSequence);
        }

        Assert.Equal([card], await MakeAsync());
        Assert.EndsWith($"_{number:000000}.zip", Assert.Single(await BatchesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_go_out_in_the_order_of_their_numbers_whatever_the_clocks_of_their_makers_say()
    {
        foreach (var (rows, minutes) in new[] { (Ida, 2), (Bo, 1), ("C1;VISITOR;;;;HQ\r\n", -60) })
        {
            await OrderAsync(rows);
            await MakeAsync(Now.AddMinutes(minutes));
        }

        var batches = await BatchesAsync();
        Assert.Equal(3, batches.Count);
        Assert.Equal(batches.Order(StringComparer.Ordinal), batches);
    }

    [Fact]
    public async Task Cards_of_one_customer_are_in_no_batch_of_another()
    {
        await OrderAsync(Ida);
        Assert.Null(await Stores.Batches.BeginAsync(new CustomerId("NOBODY"), 3, Now, default));
    }

    [Fact]
    public async Task Of_two_at_once_one_orders_the_cards()
    {
        var card = await OrderAsync(Ida);
        await using var first = await BatchAsync();
        var second = Stores.Batches.BeginAsync(Customer, 3, Now, default);
        Assert.Equal([card], await OrderAllAsync(first));
        await CommitAsync(first);
        await using (var late = await second)
        {
            if (late is not null)
            {
                await FailsAsync(FailureReason.DatabaseConflict, async () =>
                {
                    await OrderAllAsync(late);
                    await CommitAsync(late);
                });
            }
        }

        Assert.Single(await BatchesAsync());
        Assert.Null(await Stores.Batches.BeginAsync(Customer, 3, Now, default));
    }

    private async Task<IBatchTransaction> BatchAsync(DateTimeOffset? now = null) =>
        await Stores.Batches.BeginAsync(Customer, 3, now ?? Now, default) ?? throw new InvalidOperationException("No card waits.");

    private static async Task<List<long>> TakeAsync(IBatchTransaction transaction, int count) =>
        [.. (await transaction.TakeAsync(count, default)).Select(card => card.CardNo)];

    /// <summary>Makes one batch of everything that waits; the cards' numbers.</summary>
    private async Task<List<long>> MakeAsync(DateTimeOffset? now = null)
    {
        await using var transaction = await BatchAsync(now);
        var cards = await OrderAllAsync(transaction);
        await CommitAsync(transaction);
        return cards;
    }

    private static async Task<List<long>> OrderAllAsync(IBatchTransaction transaction)
    {
        var cards = await transaction.TakeAsync(100, default);
        await transaction.OrderAsync(transaction.NextSequence,
            [.. cards.Select(card => new BatchedCard(card.Card.CardId, ReportFields.None, Now, IsAgain: false))], default);
        return [.. cards.Select(card => card.CardNo)];
    }

    private async Task CommitAsync(IBatchTransaction transaction)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"PRD_{Customer}_{transaction.NextSequence:000000}.zip");
        var draft = await ReportAsync(ReportKind.Batch, name, folder: "/out/batches/");
        await transaction.CommitAsync([new MadeBatch(draft, transaction.NextSequence, 1)], default);
    }

    /// <summary>Names of this customer's batches in the order in which they go to the partner.</summary>
    private async Task<List<string>> BatchesAsync() => [.. (await Stores.Reports.DueAsync(CustomerId.Production, Now.AddDays(1), 1000,
        default)).Select(one => one.Name).Where(name => name.StartsWith($"PRD_{Customer}_", StringComparison.Ordinal))];
}
