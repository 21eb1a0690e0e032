using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What the suites about cards have in common: orders of a customer of the test's own.</summary>
public abstract class CardStoreContract : StoreContract
{
    /// <summary>A row of an order.</summary>
    protected const string Ida = "A1;ID-STD;Ida;Ek;199001019802;HQ\r\n";

    /// <summary>A row about another person.</summary>
    protected const string Bo = "B1;ID-STD;Bo;Al;199001029801;HQ\r\n";

    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";

    private int files;

    /// <summary>Of the customer's area.</summary>
    internal AreaLease Lease { get; set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Lease = await LeaseAsync();
    }

    /// <summary>Orders cards in one file; the first one's number.</summary>
    internal async Task<long> OrderAsync(string rows)
    {
        await using var transaction = await BeginAsync();
        var added = await AddAsync(transaction, rows);
        await CommitAsync(transaction, added);
        return added.CardNo;
    }

    internal async Task<InboundFile> FileAsync() => await ClaimAsync(Lease, $"ORD_{++files}.csv");

    internal async Task<IFileTransaction> BeginAsync() => await Stores.Orders.BeginAsync(await FileAsync(), default);

    internal async Task<(Guid OrderId, int Cards, long CardNo)> AddAsync(IFileTransaction transaction, string rows, string moreColumns = "")
    {
        var orderId = Guid.CreateVersion7();
        using var sealer = Vault.CreateSealer();
        var batch = await BatchAsync(rows, sealer, orderId, moreColumns);
        var first = await transaction.TakeNumbersAsync("card", batch.Count, default);
        for (var i = 0; i < batch.Count; i++)
        {
            batch.Rows[i].CardNo = Swedish.CheckDigit.Append(first + i);
        }

        await transaction.AddCardsAsync(batch, orderId, Now, default);
        return (orderId, batch.Count, batch.Rows[0].CardNo);
    }

    internal static async Task CommitAsync(IFileTransaction transaction, (Guid OrderId, int Cards, long CardNo) added,
        params ReportDraft[] answers)
    {
        var orderNo = Swedish.CheckDigit.Append(await transaction.TakeNumbersAsync("order", 1, default));
        await transaction.CommitAsync(Verdict(Now, new OrderDraft(added.OrderId, orderNo, added.Cards, NeedsApproval: false)), answers,
            default);
    }

    internal async Task<OrderBatch> BatchAsync(string rows, CardSealer sealer, Guid orderId, string moreColumns = "")
    {
        var batch = new OrderBatch(Vault, sealer, new CardIds(orderId));
        var header = Header.Replace("\r\n", moreColumns + "\r\n", StringComparison.Ordinal);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(header + rows));
        await using var reader = await OrderReader.OpenAsync(content, OrderRules.Compile(DemoProfile.Create(), DemoProfile.Today), default);
        while (await reader.ReadAsync(default))
        {
            Assert.False(reader.Row.IsRejected, reader.Row.FirstErrorCode);
            batch.Add(reader.Row);
        }

        Assert.Null(reader.Refusal);
        return batch;
    }

    internal static async Task FailsAsync(FailureReason reason, Func<Task> work) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<FileExchangeException>(work)).Reason);
}
