using System.Globalization;
using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Writes cards.csv of a batch: card_no, product_code, what the layouts need, where the card goes, what is to be reported of it. A program
/// reads it, so values go out as the customer sent them. Clear text is in memory for one card at a time.
/// </summary>
internal sealed class BatchSheet : IAsyncDisposable
{
    private readonly BatchLayout layout;
    private readonly CsvWriter csv;
    private readonly CardReader reader;

    public BatchSheet(Stream destination, AnswerSettings settings, BatchLayout layout, CustomerVault vault)
    {
        this.layout = layout;
        reader = new CardReader(vault);
        csv = AnswerCsv.Create(destination, settings);
        csv.WriteHeader(["card_no", "product_code", .. layout.Fields.Select(OrderColumns.NameOf),
            .. BatchLayout.AddressFields.Select(OrderColumns.NameOf),
            OrderColumns.NameOf(CardField.DeliveryMethod), "expected_report_fields", .. layout.HasPhotos
            ? [OrderColumns.NameOf(CardField.PhotoFile)] : Array.Empty<string>()]);
    }

    public void Write(WaitingCard card)
    {
        reader.Open(card.Card);
        try
        {
            csv.WriteField(card.CardNo.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(card.ProductCode);
            foreach (var field in layout.Fields)
            {
                csv.WriteField(layout.Needs(card.ProductCode, field) ? reader.Value(field) : []);
            }

            WriteAddress();
            csv.WriteField(reader.Value(CardField.DeliveryMethod));
            csv.WriteField(BatchLayout.Words(layout.ExpectedOf(card.ProductCode)));
            if (layout.HasPhotos)
            {
                csv.WriteField(layout.PrintsPhoto(card.ProductCode) ? BatchPhotos.NameOf(card) : "");
            }

            csv.EndRecord();
        }
        finally
        {
            reader.Close();
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await csv.FlushAsync(cancellationToken)
        .ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await csv.DisposeAsync().ConfigureAwait(false);
        reader.Dispose();
    }

    private void WriteAddress()
    {
        var id = reader.Value(CardField.DeliveryAddressId);
        if (!id.IsEmpty && layout.AddressOf(System.Text.Encoding.UTF8.GetString(id)) is { } agreed)
        {
            csv.WriteField(agreed.Recipient);
            csv.WriteField(agreed.Street);
            csv.WriteField(agreed.PostalCode);
            csv.WriteField(agreed.City);
            csv.WriteField(agreed.Country);
            return;
        }

        foreach (var field in BatchLayout.AddressFields)
        {
            csv.WriteField(reader.Value(field));
        }
    }
}
