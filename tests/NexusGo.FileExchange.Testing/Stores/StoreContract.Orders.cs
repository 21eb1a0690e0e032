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

/// <summary>Orders as the suites store them.</summary>
public abstract partial class StoreContract
{
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";

    internal async Task<(Guid OrderId, int Cards, long CardNo)> AddAsync(IFileTransaction transaction, string rows, string moreColumns = "",
        string? holdCode = null)
    {
        var orderId = Guid.CreateVersion7();
        using var sealer = Vault.CreateSealer();
        var batch = await BatchAsync(rows, sealer, orderId, moreColumns);
        var first = await transaction.TakeNumbersAsync("card", batch.Count, default);
        for (var i = 0; i < batch.Count; i++)
        {
            batch.Rows[i].CardNo = Swedish.CheckDigit.Append(first + i);
            batch.Rows[i].Outcome = holdCode is null ? batch.Rows[i].Outcome : RowOutcome.OnHold;
            batch.Rows[i].Code = holdCode ?? batch.Rows[i].Code;
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

    /// <summary>Stores an order file: its number, and the numbers of its cards in the order of the rows.</summary>
    /// <param name="lease">The customer's area.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="rows">Rows that are right.</param>
    /// <param name="holdCode">Why all of its cards wait, or null.</param>
    /// <param name="signedBy">Who signed it, or null.</param>
    internal async Task<(long OrderNo, long[] CardNos)> OrderAsync(AreaLease lease, string name, string rows, string? holdCode = null,
        string? signedBy = null)
    {
        await using var transaction = await Stores.Orders.BeginAsync(await ClaimAsync(lease, name), default);
        var added = await AddAsync(transaction, rows, holdCode: holdCode);
        var orderNo = Swedish.CheckDigit.Append(await transaction.TakeNumbersAsync("order", 1, default));
        var order = new OrderDraft(added.OrderId, orderNo, added.Cards, NeedsApproval: holdCode == OrderPass.AwaitsApproval);
        await transaction.CommitAsync(Verdict(Now, order) with { SignedBy = signedBy }, [], default);
        var first = added.CardNo / 10;
        return (orderNo, [.. Enumerable.Range(0, added.Cards).Select(card => Swedish.CheckDigit.Append(first + card))]);
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
