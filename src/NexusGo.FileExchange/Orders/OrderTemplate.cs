using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Inbound.Workbook;

namespace NexusGo.FileExchange.Orders;

/// <summary>The workbook that a customer fills in: the columns of its agreement and no others.</summary>
internal static class OrderTemplate
{
    /// <summary>No reference may look like this: an example that is left in the file is refused and never ordered.</summary>
    public const string ExampleReference = "exempel / example";

    public static void Write(Stream destination, CustomerProfile profile) =>
        WorkbookTemplate.Write(destination, [.. Columns(profile)], profile.Limits.Rows);

    private static IEnumerable<TemplateColumn> Columns(CustomerProfile profile)
    {
        var wanted = profile.Products.SelectMany(product => product.RequiredColumns).Concat(profile.Orders.DeclaredColumns)
            .Concat(["customer_ref", "product_code", "delivery_address_id", "delivery_method"])
            .Select(HeaderName.Normalise).ToHashSet(StringComparer.Ordinal);
        foreach (var column in OrderColumns.All.Where(column => wanted.Contains(HeaderName.Normalise(column.Name))))
        {
            var values = ValuesOf(column.Name, profile);
            yield return new TemplateColumn(column.Name, Example(column.Name, values), values);
        }

        foreach (var custom in profile.Orders.CustomColumns)
        {
            yield return new TemplateColumn(string.IsNullOrWhiteSpace(custom.Header) ? custom.Name : custom.Header, custom.Values.Count > 0
                ? custom.Values[0] : "", custom.Values);
        }
    }

    private static IReadOnlyList<string> ValuesOf(string column, CustomerProfile profile) => column switch
    {
        "product_code" => [.. profile.Products.Select(product => product.Code)],
        "delivery_address_id" => [.. profile.DeliveryAddresses.Select(address => address.Id)],
        "delivery_method" => ["STANDARD", "EXPRESS"],
        "erase_after" => RetentionPeriods.UpTo(profile.Retention.Keep),
        "replace_reason" => ["LOST", "STOLEN", "DAMAGED", "RENEWAL", "DATA_CHANGE"],
        "protected_identity" => ["J", "N"],
        _ => [],
    };

    private static string Example(string column, IReadOnlyList<string> values) => column switch
    {
        "customer_ref" => ExampleReference,
        "first_name" => "Anna",
        "last_name" => "Exempel",
        "birth_date" => "1985-07-09",
        "national_identity_number" => "19850709-9805",
        "email" => "anna@example.com",
        "photo_file" => "anna.jpg",
        "protected_identity" => "N",
        "erase_after" or "replace_reason" => "",
        _ => values.Count > 0 ? values[0] : "",
    };
}
