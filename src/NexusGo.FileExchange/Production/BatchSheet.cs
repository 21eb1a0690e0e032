using System.Globalization;
using System.Security.Cryptography;
using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Writes cards.csv of a batch: card_no, product_code, what the layouts need, where the card goes, what is to be reported of it. A program reads it, so
/// values go out as the customer sent them. Clear text is in memory for one card at a time.
/// </summary>
internal sealed class BatchSheet : IAsyncDisposable
{
    private readonly BatchLayout layout;
    private readonly CustomerVault vault;
    private readonly CsvWriter csv;
    private readonly Dictionary<Guid, CardSealer> sealers = [];
    private readonly (int Start, int Length)[] values = new (int, int)[64];

    public BatchSheet(Stream destination, AnswerSettings settings, BatchLayout layout, CustomerVault vault)
    {
        this.layout = layout;
        this.vault = vault;
        csv = AnswerCsv.Create(destination, settings, forMachines: true);
        csv.WriteHeader(["card_no", "product_code", .. layout.Fields.Select(OrderRules.NameOf), .. BatchLayout.AddressFields.Select(OrderRules.NameOf),
            OrderRules.NameOf(CardField.DeliveryMethod), "expected_report_fields"]);
    }

    public void Write(WaitingCard card)
    {
        if (!sealers.TryGetValue(card.KeyId, out var sealer))
        {
            sealers.Add(card.KeyId, sealer = vault.CreateSealer(card.KeyId));
        }

        var content = sealer.Open(card.CardId, card.Sealed, card.WrappedKey);
        try
        {
            Find(content);
            csv.WriteField(card.CardNo.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(card.ProductCode);
            foreach (var field in layout.Fields)
            {
                csv.WriteField(layout.Needs(card.ProductCode, field) ? Value(content, field) : []);
            }

            WriteAddress(content);
            csv.WriteField(Value(content, CardField.DeliveryMethod));
            csv.WriteField(BatchLayout.Words(layout.ExpectedOf(card.ProductCode)));
            csv.EndRecord();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await csv.FlushAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await csv.DisposeAsync().ConfigureAwait(false);
        foreach (var sealer in sealers.Values)
        {
            sealer.Dispose();
        }
    }

    private void WriteAddress(byte[] content)
    {
        var id = Value(content, CardField.DeliveryAddressId);
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
            csv.WriteField(Value(content, field));
        }
    }

    private void Find(byte[] content)
    {
        Array.Clear(values);
        var at = 1;
        CardContent.Read(content, (field, value) =>
        {
            values[(int)field] = (at + 3, value.Length);
            at += 3 + value.Length;
        });
    }

    private ReadOnlySpan<byte> Value(byte[] content, CardField field) => content.AsSpan(values[(int)field].Start, values[(int)field].Length);
}
