using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>What the fields of an order row are to a spreadsheet.</summary>
internal static class CardFieldCells
{
    /// <summary>
    /// Writes a field of the open card. A field that is not named here counts as a code, which a spreadsheet must not change.
    /// </summary>
    public static void Write(this AnswerTable table, CardReader reader, CardField field)
    {
        var value = reader.Value(field);
        switch (field)
        {
            case CardField.Phone:
                table.Phone(value);
                break;
            case CardField.FirstName or CardField.LastName or CardField.Title or CardField.CompanyName or CardField.Orderer
                or CardField.Email
                or CardField.Nationality or CardField.BirthDate or CardField.ValidUntil or CardField.ReplaceReason
                or CardField.Recipient or CardField.Street or CardField.City or CardField.Country or CardField.DeliveryMethod
                or CardField.ProtectedIdentity or CardField.EraseAfter or CardField.PhotoFile:
                table.Text(value);
                break;
            default:
                table.Code(value);
                break;
        }
    }
}
