using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Production;

/// <summary>What each of a customer's layouts hands over and expects back. Whatever is not named here never leaves the vault.</summary>
internal sealed class BatchLayout
{
    private static readonly string[] ExpectedNames = ["chip_type", "uid_hex", "hid_format", "hid_facility", "hid_number"];

    private static readonly CardField[] Address = [CardField.Recipient, CardField.Street, CardField.PostalCode, CardField.City,
        CardField.Country];

    /// <summary>In every batch anyway, or nothing that is printed.</summary>
    private static readonly HashSet<CardField> Elsewhere = [CardField.ProductCode, CardField.DeliveryAddressId, CardField.DeliveryMethod,
        CardField.PhotoFile, .. Address];

    private readonly Dictionary<string, (ulong Fields, ReportFields Expected)> products = [];
    private readonly Dictionary<string, DeliveryAddress> addresses;
    private readonly HashSet<string> printingPhotos = [];

    public BatchLayout(ProductionProfile production, CustomerProfile customer)
    {
        addresses = customer.DeliveryAddresses.ToDictionary(a => a.Id, StringComparer.Ordinal);
        ulong all = 0;
        foreach (var product in customer.Products)
        {
            var layout = production.FindLayout(customer.Id, product.Code);
            var fields = Mask(layout is { Columns.Count: > 0 } ? layout.Columns : product.RequiredColumns);
            products[product.Code] = (fields, Expected(layout?.ExpectedReportFields ?? []));
            all |= fields;
            if ((layout is { Columns.Count: > 0 } ? layout.Columns : product.RequiredColumns)
                .Contains(OrderColumns.NameOf(CardField.PhotoFile)))
            {
                printingPhotos.Add(product.Code);
            }
        }

        Fields = [.. Enum.GetValues<CardField>().Where(field => (all & Bit(field)) != 0)];
    }

    /// <summary>The content columns of the customer's batches, in standard order: what at least one of its layouts needs.</summary>
    public IReadOnlyList<CardField> Fields { get; }

    public static IReadOnlyList<CardField> AddressFields => Address;

    /// <summary>Whether this product needs that field. A product that is no longer in the profile needs none.</summary>
    public bool Needs(string product, CardField field) => products.TryGetValue(product, out var layout)
        && (layout.Fields & Bit(field)) != 0;

    /// <summary>Whether any of the customer's layouts prints a photo.</summary>
    public bool HasPhotos => printingPhotos.Count > 0;

    /// <summary>Whether this product's layout prints a photo.</summary>
    public bool PrintsPhoto(string product) => printingPhotos.Contains(product);

    public ReportFields ExpectedOf(string product) => products.TryGetValue(product, out var layout) ? layout.Expected : ReportFields.None;

    /// <summary>The agreed address of an id, or null.</summary>
    public DeliveryAddress? AddressOf(string id) => addresses.GetValueOrDefault(id);

    /// <summary>The event columns to be filled, separated by commas.</summary>
    public static string Words(ReportFields fields) => string.Join(',', ExpectedNames.Where((_, i) => ((int)fields & (1 << i)) != 0));

    private static ReportFields Expected(IEnumerable<string> names) =>
        (ReportFields)names.Aggregate(0, (bits, name) => Array.IndexOf(ExpectedNames, name) is var i and >= 0 ? bits | (1 << i) : bits);

    private static ulong Mask(IEnumerable<string> columns)
    {
        ulong mask = 0;
        foreach (var name in columns)
        {
            var field = OrderColumns.FieldOf(name);
            mask |= field is { } known && !Elsewhere.Contains(known) ? Bit(known) : 0;
        }

        return mask;
    }

    private static ulong Bit(CardField field) => 1UL << (int)field;
}
