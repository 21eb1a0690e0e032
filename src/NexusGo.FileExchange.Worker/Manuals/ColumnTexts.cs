using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>
/// What a column takes, in the words of the customers' manual. <c>{most}</c> and <c>{words}</c> are filled in from the column's rule.
/// </summary>
internal static class ColumnTexts
{
    /// <exception cref="ArgumentOutOfRangeException">A new column has no words yet: add them here.</exception>
    public static (string Sv, string En) Of(CardField field) => field switch
    {
        CardField.CustomerRef => ("din egen referens: 1–{most} bokstäver A–Z, siffror, `.` `_` `-`, med bokstav eller siffra först",
            "your own reference: 1–{most} letters A–Z, digits, `.` `_` `-`, a letter or digit first"),
        CardField.ProductCode => ("en av era kortlayouter", "one of your card layouts"),
        CardField.FirstName or CardField.LastName => ("högst {most} bokstäver ur alla skriftsystem, mellanslag, `'` `-` `.`",
            "up to {most} letters of any script, blanks, `'` `-` `.`"),
        CardField.NationalIdentityNumber => ("se [nedan](#identitetsnummer)", "see [below](#identity-numbers)"),
        CardField.Nationality => ("två bokstäver som SE, tre, eller landets namn", "two letters such as SE, three, or the country's name"),
        CardField.BirthDate => ("`ÅÅÅÅ-MM-DD`; inte i framtiden; måste stämma med identitetsnumret",
            "`YYYY-MM-DD`; not in the future; must fit the identity number"),
        CardField.OrgNumber => ("`NNNNNN-NNNN`; inte en enskild firmas, som är en persons nummer",
            "`NNNNNN-NNNN`; not that of a sole trader, which is a person's number"),
        CardField.PhotoFile => ("ett filnamn utan mapp på högst {most} tecken som slutar på .jpg, .jpeg eller .png; se [Foton](#foton)",
            "a file name without folder, up to {most} characters, that ends in .jpg, .jpeg or .png; see [Photos](#photos)"),
        CardField.ValidUntil => ("`ÅÅÅÅ-MM-DD`; efter i dag, och inom det som layouten tillåter",
            "`YYYY-MM-DD`; after today, and within what the layout allows"),
        CardField.ReplacesCardNo => ("kortnumret på kortet som ska ersättas", "the number of the card that is to be replaced"),
        CardField.ReplaceReason => ("{words}; bara tillsammans med `replaces_card_no`", "{words}; only together with `replaces_card_no`"),
        CardField.Email => ("`namn@example.com`", "`name@example.com`"),
        CardField.Phone => ("med landsnummer: `+46701740605`", "with the country code: `+46701740605`"),
        CardField.DeliveryAddressId => ("id på en adress ur avtalet", "the id of an address of your agreement"),
        CardField.PostalCode => ("i landets form; tomt där landet inte har postnummer",
            "in its country's form; empty where the country has none"),
        CardField.Country => ("två bokstäver, tre, eller landets namn", "two letters, three, or the country's name"),
        CardField.DeliveryMethod => ("{words}", "{words}"),
        CardField.ProtectedIdentity => ("`J` eller `Y` för ja, `N` för nej; se [nedan](#personer-med-skyddad-identitet)",
            "`J` or `Y` for yes, `N` for no; see [below](#people-with-protected-identity)"),
        CardField.EraseAfter => ("{words}; kan bara [förkorta](data.sv.md) den avtalade tiden",
            "{words}; can only [shorten](data.md) what is agreed"),
        CardField.Orderer => ("vem som beställde, högst {most} tecken; se nedan", "who ordered, up to {most} characters; see below"),
        CardField.EmployeeNumber or CardField.CostCentre or CardField.Recipient or CardField.Street or CardField.City =>
            ("högst {most} tecken", "up to {most} characters"),
        CardField.Title or CardField.Department or CardField.CompanyName =>
            ("högst {most} tecken; mindre där layouten har mindre plats", "up to {most} characters; less where the layout has less room"),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "The customers' manual has no words for this column."),
    };
}
