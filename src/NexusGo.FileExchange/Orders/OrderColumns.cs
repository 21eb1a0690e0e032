using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>One column an order file may have.</summary>
/// <param name="Field">Where its value goes in the card's content.</param>
/// <param name="Name">The standard name.</param>
/// <param name="NeedsDeclaration">True: only a profile that declares it may use it.</param>
/// <param name="Aliases">Swedish and customary names, already in the form of <see cref="HeaderName.Normalise"/>.</param>
internal sealed record OrderColumn(CardField Field, string Name, bool NeedsDeclaration, params string[] Aliases);

/// <summary>The table of columns and of the names they go by. custom_1 … custom_8 come from the profile and are not in it.</summary>
internal static class OrderColumns
{
    public static readonly IReadOnlyList<OrderColumn> All =
    [
        new(CardField.CustomerRef, "customer_ref", false, "kundreferens", "kundref", "referens", "er_referens"),
        new(CardField.ProductCode, "product_code", false, "produktkod", "produkt", "korttyp", "layout"),
        new(CardField.FirstName, "first_name", false, "förnamn", "fornamn", "tilltalsnamn", "firstname"),
        new(CardField.LastName, "last_name", false, "efternamn", "lastname"),
        new(CardField.NationalIdentityNumber, "national_identity_number", true, "personnummer", "personnr", "pnr", "pers_nr", "samordningsnummer"),
        new(CardField.Nationality, "nationality", true, "nationalitet", "medborgarskap"),
        new(CardField.BirthDate, "birth_date", true, "födelsedatum", "fodelsedatum", "född", "fodd", "birthdate"),
        new(CardField.EmployeeNumber, "employee_number", false, "anställningsnummer", "anstallningsnummer", "anställningsnr", "anstnr", "anst_nr", "anst.nr"),
        new(CardField.Title, "title", false, "titel", "befattning"),
        new(CardField.Department, "department", false, "avdelning", "enhet"),
        new(CardField.CompanyName, "company_name", false, "företag", "foretag", "företagsnamn", "foretagsnamn", "bolag"),
        new(CardField.OrgNumber, "org_number", false, "organisationsnummer", "orgnummer", "orgnr", "org_nr", "org.nr"),
        new(CardField.PhotoFile, "photo_file", false, "foto", "fotofil", "bild", "bildfil"),
        new(CardField.ValidUntil, "valid_until", false, "giltig_till", "giltigt_till", "giltig_t.o.m.", "giltig_tom"),
        new(CardField.ReplacesCardNo, "replaces_card_no", false, "ersätter_kort", "ersatter_kort", "ersätter_kortnummer", "ersätter_kortnr"),
        new(CardField.ReplaceReason, "replace_reason", false, "ersättningsorsak", "ersattningsorsak", "ersättningsskäl"),
        new(CardField.Email, "email", true, "e_post", "epost", "e_postadress", "epostadress", "mejl", "e_mail"),
        new(CardField.Phone, "phone", true, "telefon", "telefonnummer", "mobil", "mobilnummer", "mobiltelefon"),
        new(CardField.DeliveryAddressId, "delivery_address_id", false, "leveransadress_id", "leveransadress", "adress_id"),
        new(CardField.Recipient, "recipient", false, "mottagare"),
        new(CardField.Street, "street", false, "gatuadress", "gata", "adress", "utdelningsadress"),
        new(CardField.PostalCode, "postal_code", false, "postnummer", "postnr"),
        new(CardField.City, "city", false, "ort", "postort", "stad"),
        new(CardField.Country, "country", false, "land", "landskod"),
        new(CardField.DeliveryMethod, "delivery_method", false, "leveranssätt", "leveranssatt"),
        new(CardField.CostCentre, "cost_centre", false, "kostnadsställe", "kostnadsstalle", "kst", "cost_center"),
        new(CardField.ProtectedIdentity, "protected_identity", false, "skyddad_identitet", "skyddade_personuppgifter", "sekretessmarkering"),
        new(CardField.EraseAfter, "erase_after", false, "gallras_efter", "raderas_efter"),
        new(CardField.Orderer, "orderer", false, "beställare", "bestallare"),
    ];
}
