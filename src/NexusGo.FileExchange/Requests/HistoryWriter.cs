using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// Writes HIS: one line for each card, everything the order said of it in the clear. What is written to must be sealed before it is stored
/// or sent. Clear text is in memory for one card at a time.
/// </summary>
internal sealed class HistoryWriter : IAsyncDisposable
{
    private static readonly string[] OwnColumns =
    [
        "request_ref", "order_no", "card_no", "product_code", "status", "card_state", "ordered_at", "produced_at", "shipped_at",
        "delivered_at", "invoiced_at",
        "erased_at", "shipment_no", "tracking_no",
    ];

    /// <summary>The fields of an order row, in its standard order.</summary>
    private static readonly CardField[] Fields = [.. Enum.GetValues<CardField>().Where(field => field is not CardField.ProductCode)];

    private readonly AnswerTable table;
    private readonly CardReader reader;
    private readonly CardDetailCipher details;

    public HistoryWriter(Stream destination, AnswerSettings settings, CustomerVault vault)
    {
        reader = new CardReader(vault);
        details = new CardDetailCipher(vault);
        table = AnswerTable.CreateReport(destination, settings);
        table.WriteHeader([.. Columns]);
    }

    /// <summary>Also the order of the columns. New ones are only ever appended.</summary>
    public static IEnumerable<string> Columns => [.. OwnColumns, .. Fields.Select(OrderColumns.NameOf)];

    public long Lines { get; private set; }

    /// <param name="line">The card.</param>
    /// <param name="requestRef">The request that asked for it, or empty.</param>
    public void Write(HistoryLine line, string requestRef)
    {
        Lines++;
        table.Code(requestRef);
        table.Code(line.OrderNo);
        table.Code(line.CardNo);
        table.Code(line.ProductCode);
        table.Text(line.Status);
        table.Text(line.CardState);
        table.Instant(line.OrderedAt);
        table.Instant(line.ProducedAt);
        table.Instant(line.ShippedAt);
        table.Instant(line.DeliveredAt);
        table.Instant(line.InvoicedAt);
        table.Instant(line.ErasedAt);
        var shipment = line.SealedShipment is { } parcel ? details.Open(line.Card, CardDetail.Shipment, parcel) : [null, null];
        table.Code(shipment[0]);
        table.Code(shipment[1]);
        reader.Open(line.Card);
        try
        {
            foreach (var field in Fields)
            {
                table.Write(reader, field);
            }
        }
        finally
        {
            reader.Close();
        }

        table.EndRow();
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await table.CompleteAsync(cancellationToken)
        .ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await table.DisposeAsync().ConfigureAwait(false);
        reader.Dispose();
        details.Dispose();
    }
}
