namespace NexusGo.FileExchange.Customers;

/// <summary>
/// The table of columns: one row says all about a column but its rule, which <c>OrderRules</c> makes. custom_1 … custom_8 come from the
/// profile and are not in it.
/// </summary>
public static class OrderColumns
{
    private const string CustomPrefix = "custom_";

    public static readonly IReadOnlyList<OrderColumn> All =
    [
        new(CardField.CustomerRef, "customer_ref", false, "customer_ref (the customer's own reference)", "kundreferens", "kundref",
            "referens", "er_referens"),
        new(CardField.ProductCode, "product_code", false, null, "produktkod", "produkt", "korttyp", "layout"),
        new(CardField.FirstName, "first_name", false, "first and last name", "förnamn", "fornamn", "tilltalsnamn", "firstname"),
        new(CardField.LastName, "last_name", false, "first and last name", "efternamn", "lastname"),
        new(CardField.NationalIdentityNumber, "national_identity_number", true, "national_identity_number", "personnummer", "personnr",
            "pnr", "pers_nr", "samordningsnummer"),
        new(CardField.Nationality, "nationality", true, "nationality", "nationalitet", "medborgarskap"),
        new(CardField.BirthDate, "birth_date", true, "birth_date", "födelsedatum", "fodelsedatum", "född", "fodd", "birthdate"),
        new(CardField.EmployeeNumber, "employee_number", false, "employee number", "anställningsnummer", "anstallningsnummer",
            "anställningsnr", "anstnr", "anst_nr", "anst.nr"),
        new(CardField.Title, "title", false, "title", "titel", "befattning"),
        new(CardField.Department, "department", false, "department", "avdelning", "enhet"),
        new(CardField.CompanyName, "company_name", false, "company", "företag", "foretag", "företagsnamn", "foretagsnamn", "bolag"),
        new(CardField.OrgNumber, "org_number", false, null, "organisationsnummer", "orgnummer", "orgnr", "org_nr", "org.nr"),
        new(CardField.PhotoFile, "photo_file", false, "photo", "foto", "fotofil", "bild", "bildfil"),
        new(CardField.ValidUntil, "valid_until", false, null, "giltig_till", "giltigt_till", "giltig_t.o.m.", "giltig_tom"),
        new(CardField.ReplacesCardNo, "replaces_card_no", false, null, "ersätter_kort", "ersatter_kort", "ersätter_kortnummer",
            "ersätter_kortnr"),
        new(CardField.ReplaceReason, "replace_reason", false, null, "ersättningsorsak", "ersattningsorsak", "ersättningsskäl"),
        new(CardField.Email, "email", true, "email", "e_post", "epost", "e_postadress", "epostadress", "mejl", "e_mail"),
        new(CardField.Phone, "phone", true, "phone", "telefon", "telefonnummer", "mobil", "mobilnummer", "mobiltelefon"),
        new(CardField.DeliveryAddressId, "delivery_address_id", false, "delivery address", "leveransadress_id", "leveransadress",
            "adress_id"),
        new(CardField.Recipient, "recipient", false, "delivery address", "mottagare"),
        new(CardField.Street, "street", false, "delivery address", "gatuadress", "gata", "adress", "utdelningsadress"),
        new(CardField.PostalCode, "postal_code", false, "delivery address", "postnummer", "postnr"),
        new(CardField.City, "city", false, "delivery address", "ort", "postort", "stad"),
        new(CardField.Country, "country", false, "delivery address", "land", "landskod"),
        new(CardField.DeliveryMethod, "delivery_method", false, null, "leveranssätt", "leveranssatt"),
        new(CardField.CostCentre, "cost_centre", false, "cost centre", "kostnadsställe", "kostnadsstalle", "kst", "cost_center"),
        new(CardField.ProtectedIdentity, "protected_identity", false, "whether the identity is protected", "skyddad_identitet",
            "skyddade_personuppgifter", "sekretessmarkering"),
        new(CardField.EraseAfter, "erase_after", false, null, "gallras_efter", "raderas_efter"),
        new(CardField.Orderer, "orderer", false, "who ordered", "beställare", "bestallare"),
    ];

    private static readonly Dictionary<string, CardField> ByName = All.ToDictionary(column => column.Name, column => column.Field,
        StringComparer.Ordinal);

    private static readonly Dictionary<CardField, string> ByField = All.ToDictionary(column => column.Field, column => column.Name);

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Columns that may only be sent when the profile declares them.</summary>
    public static IReadOnlyList<string> NeedDeclaration { get; } =
        [.. All.Where(column => column.NeedsDeclaration).Select(column => column.Name)];

    public static bool IsKnown(string name) => FieldOf(name) is not null;

    /// <summary><c>custom_1</c> to <c>custom_8</c>.</summary>
    public static bool IsCustom(string name) => CustomFieldOf(name) is not null;

    /// <summary>The standard name of a field.</summary>
    public static string NameOf(CardField field) => ByField.TryGetValue(field, out var name) ? name
        : field is >= CardField.Custom1 and <= CardField.Custom8 ? $"{CustomPrefix}{field - CardField.Custom1 + 1}"
        : throw new ArgumentOutOfRangeException(nameof(field));

    /// <summary>The field of a standard name, also of a custom one; or null.</summary>
    public static CardField? FieldOf(string name) => ByName.TryGetValue(name, out var field) ? field : CustomFieldOf(name);

    private static CardField? CustomFieldOf(string name) =>
        name.Length == CustomPrefix.Length + 1 && name.StartsWith(CustomPrefix, StringComparison.Ordinal) && name[^1] is >= '1' and <= '8'
            ? CardField.Custom1 + (byte)(name[^1] - '1') : null;
}
