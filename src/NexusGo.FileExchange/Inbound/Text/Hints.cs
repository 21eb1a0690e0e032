using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// The phrases beside a code, in the language of the customer's answers. They tell a length, a position or a rule, never a value.
/// Of a row with protected identity they tell nothing.
/// </summary>
internal sealed class Hints(AnswerLanguage language)
{
    private readonly bool swedish = language == AnswerLanguage.Sv;

    /// <summary>True while a row with protected identity is being checked.</summary>
    public bool Silent { get; set; }

    public string TooLong(int length, int max) => Say($"{length} tecken, högst {max}", $"{length} characters, at most {max}");

    public string Position(int position) => Say($"tecken nummer {position}", $"character number {position}");

    public string Length(int length) => Say($"{length} tecken", $"{length} characters");

    public string Fields(int found, int expected) => Say($"{found} fält, rubrikraden har {expected}", $"{found} fields, the header row has {expected}");

    public string MissingColumn => Say("kolumnen finns inte i filen", "the file has no such column");

    public string Latest(DateOnly day) => Say($"senast {day:yyyy-MM-dd}", $"{day:yyyy-MM-dd} at the latest");

    public string OneOf(string list) => Say($"tillåtna värden: {list}", $"allowed: {list}");

    // Of a file
    public string BadByte(long inLine, long inFile) => Say($"byte {inLine} på raden, byte {inFile} i filen", $"byte {inLine} of the line, byte {inFile} of the file");

    public string Column(int number) => Say($"kolumn {number} i rubrikraden", $"column {number} of the header row");

    public string ColumnWithoutName(int number) => Say($"kolumn {number} i rubrikraden saknar namn", $"column {number} of the header row has no name");

    public string AddressColumns => Say("delivery_address_id, eller recipient, street, postal_code, city och country", "delivery_address_id, or recipient, street, postal_code, city and country");

    public string AtMost(long max) => Say($"högst {max}", $"at most {max}");

    public string AtMostBytes(long max) => Say($"högst {max} byte", $"at most {max} bytes");

    public string RowBytes(long max) => Say($"högst {max} byte; ett citattecken som öppnas på raden kan sakna sitt par", $"at most {max} bytes; a quotation mark opened on this line may lack its pair");

    public string QuoteOpenedHere => Say("citattecknet öppnas på denna rad", "the quotation mark is opened on this line");

    public string HeaderOnly => Say("rubrikrad men inga datarader", "a header row but no data rows");

    public string Utf16 => Say("UTF-16, UTF-32 eller NUL-tecken", "UTF-16, UTF-32 or NUL characters");

    public string Replaced => Say("tecken har redan ersatts med U+FFFD", "characters were already replaced by U+FFFD");

    private string Say(FormattableString sv, FormattableString en) => Silent ? "" : (swedish ? sv : en).ToString(CultureInfo.InvariantCulture);

    private string Say(string sv, string en) => Silent ? "" : swedish ? sv : en;
}
