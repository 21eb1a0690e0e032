namespace NexusGo.FileExchange.Customers;

/// <summary>The standard columns of an order file by name, as profiles may refer to them.</summary>
public static class OrderColumns
{
    /// <summary>Columns that may only be sent when the profile declares them: they hold more about a person than a card usually needs.</summary>
    public static readonly IReadOnlyList<string> NeedDeclaration = ["national_identity_number", "nationality", "birth_date", "email", "phone"];

    /// <summary>All other standard columns.</summary>
    public static readonly IReadOnlyList<string> Always =
    [
        "customer_ref", "product_code", "first_name", "last_name", "employee_number", "title", "department", "company_name", "org_number",
        "photo_file", "valid_until", "replaces_card_no", "replace_reason", "delivery_address_id", "recipient", "street", "postal_code", "city",
        "country", "delivery_method", "cost_centre", "protected_identity", "erase_after", "orderer",
    ];

    public static bool IsKnown(string name) => Always.Contains(name) || NeedDeclaration.Contains(name) || IsCustom(name);

    /// <summary><c>custom_1</c> to <c>custom_8</c>.</summary>
    public static bool IsCustom(string name) => name.Length == 8 && name.StartsWith("custom_", StringComparison.Ordinal) && name[7] is >= '1' and <= '8';
}
