using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text.CodePages;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// The phrases beside a code, in the language of the customer's answers. They tell a length, a position or a rule, never a value.
/// Of a row with protected identity they tell nothing.
/// </summary>
internal sealed partial class Hints(AnswerLanguage language)
{
    private readonly bool swedish = language == AnswerLanguage.Sv;

    /// <summary>True while a row with protected identity is being checked.</summary>
    public bool Silent { get; set; }

    public string TooLong(int length, int max) => Say($"{length} tecken, högst {max}", $"{length} characters, at most {max}");

    public string Position(int position) => Say($"tecken nummer {position}", $"character number {position}");

    public string Length(int length) => Say($"{length} tecken", $"{length} characters");

    public string Fields(int found, int expected) => Say(
        $"{found} fält, rubrikraden har {expected}",
        $"{found} fields, the header row has {expected}");

    public string MissingColumn => Say("kolumnen finns inte i filen", "the file has no such column");

    public string Latest(DateOnly day) => Say($"senast {day:yyyy-MM-dd}", $"{day:yyyy-MM-dd} at the latest");

    public string OneOf(string list) => Say($"tillåtna värden: {list}", $"allowed: {list}");

    // Of a file
    public string BadByte(long inLine, long inFile) => Say(
        $"byte {inLine} på raden, byte {inFile} i filen",
        $"byte {inLine} of the line, byte {inFile} of the file");

    public string Column(int number) => Say($"kolumn {number} i rubrikraden", $"column {number} of the header row");

    public string ColumnWithoutName(int number) => Say(
        $"kolumn {number} i rubrikraden saknar namn",
        $"column {number} of the header row has no name");

    public string AddressColumns => Say(
        "delivery_address_id, eller recipient, street, postal_code, city och country",
        "delivery_address_id, or recipient, street, postal_code, city and country");

    public string AtMost(long max) => Say($"högst {max}", $"at most {max}");

    public string AtMostBytes(long max) => Say($"högst {max} byte", $"at most {max} bytes");

    public string RowBytes(long max) => Say(
        $"högst {max} byte; ett citattecken som öppnas på raden kan sakna sitt par",
        $"at most {max} bytes; a quotation mark opened on this line may lack its pair");

    public string QuoteOpenedHere => Say("citattecknet öppnas på denna rad", "the quotation mark is opened on this line");

    public string HeaderOnly => Say("rubrikrad men inga datarader", "a header row but no data rows");

    public string Utf16 => Say("UTF-16, UTF-32 eller NUL-tecken", "UTF-16, UTF-32 or NUL characters");

    /// <summary>What the file's bytes were before they went wrong, and what to do.</summary>
    /// <param name="cause">What they were.</param>
    /// <param name="agreed">Whether the file was read as the agreement says, so that another code page was sent.</param>
    public string CodePage(CodePageCause cause, bool agreed)
    {
        var (sv, en) = cause switch
        {
            CodePageCause.Macintosh => ("sparad som CSV (Macintosh), Mac Roman", "saved as CSV (Macintosh), Mac Roman"),
            CodePageCause.Dos => ("sparad som CSV (MS-DOS), teckentabell 850 eller 437", "saved as CSV (MS-DOS), code page 850 or 437"),
            CodePageCause.CentralEuropean => ("skriven i Windows-1250 (centraleuropeisk)", "written in Windows-1250 (Central European)"),
            CodePageCause.Cyrillic => ("skriven i Windows-1251 (kyrillisk)", "written in Windows-1251 (Cyrillic)"),
            CodePageCause.Greek => ("skriven i Windows-1253 (grekisk)", "written in Windows-1253 (Greek)"),
            CodePageCause.Turkish => ("skriven i Windows-1254 (turkisk)", "written in Windows-1254 (Turkish)"),
            CodePageCause.Utf8 => ("skriven i UTF-8 men läst i en annan teckentabell", "written in UTF-8 but read in another code page"),
            _ => ("skriven i Windows-1252 eller ISO-8859-1 men läst i en annan teckentabell",
                "written in Windows-1252 or ISO-8859-1 but read in another code page"),
        };
        return agreed && cause == CodePageCause.Utf8
            ? Say(
                "filen är UTF-8 men avtalet säger Windows-1252; spara som avtalat eller med byteordningsmärke",
                "the file is UTF-8 but the agreement says Windows-1252; save as agreed, or with a byte order mark")
            : Say($"troligen {sv}; spara på nytt som \"CSV UTF-8\"", $"probably {en}; save again as \"CSV UTF-8\"");
    }

    /// <summary>The same beside the place of a byte that is no UTF-8.</summary>
    public string BytesLookLike(CodePageCause cause) => CodePage(cause, agreed: false) is var probably && cause == CodePageCause.Western
        ? Say(
            "troligen Windows-1252 eller ISO-8859-1; spara på nytt som \"CSV UTF-8\"",
            "probably Windows-1252 or ISO-8859-1; save again as \"CSV UTF-8\"") : probably;

    public string Replaced => Say("tecken har redan ersatts med U+FFFD", "characters were already replaced by U+FFFD");

    public string Counts(long promised, long found) => Say(
        $"kontrollfilen anger {promised} rader, filen har {found}",
        $"the control file says {promised} rows, the file has {found}");

    public string Numbers(long promised, long named) => Say(
        $"kontrollfilen anger löpnummer {promised}, filnamnet {named}",
        $"the control file says number {promised}, the file name {named}");

    public string Checksums(string promised, string found) => Say(
        $"kontrollfilen anger {promised[..8]}…, filen har {found[..8]}…",
        $"the control file says {promised[..8]}…, the file has {found[..8]}…");

    public string SequenceTooLong(int digits) => Say(
        $"löpnumret har {digits} siffror, högst 18",
        $"the sequence number has {digits} digits, at most 18");

    public string SequenceAfter(long last) => Say($"det senaste var {last}", $"the last one was {last}");

    public string SequenceNext(long next) => Say($"nästa är {next}", $"the next one is {next}");

    public string NotOpened => Say(
        "filen kunde inte öppnas efter flera försök; kryptera och signera den på nytt, med ett annat program om det upprepas",
        "the file could not be opened after several attempts; encrypt and sign it anew, with another program if it happens again");

    public string FilesPerDay(int max) => Say(
        $"högst {max} filer om dagen; övriga filer ligger kvar och hämtas i morgon, skicka denna på nytt",
        $"at most {max} files a day; the other files stay and are taken tomorrow, send this one again");

    public string SignatureTooOld(int hours) => Say(
        $"underskriften är äldre än {hours} timmar; skriv under på nytt",
        $"the signature is older than {hours} hours; sign anew");

    public string SignAnew => Say("skriv under filen på nytt om den ska gälla", "sign the file anew if it is to count");

    public string OtherPurpose => Say(
        "filens första rad (#to, customer, purpose) avser en annan mottagare, kund eller filtyp",
        "the first line of the file (#to, customer, purpose) means another recipient, customer or kind of file");

    public string NoPurpose => Say(
        "det undertecknade ska ange vad det gäller: #customer=…;purpose=… på första raden, eller avsedd mottagare i underskriften",
        "what is signed must say what it is for: #customer=…;purpose=… in the first line, or an intended recipient in the signature");

    public string NotAgreed => Say("OpenPGP-filer ingår inte i avtalet", "OpenPGP files are not part of the agreement");

    public string NamedOpenPgp => Say("filen heter som en OpenPGP-fil men är ingen", "named as an OpenPGP file, but it is none");

    public string NotSigned => Say("filen är inte underskriven", "the file is not signed");

    public string CurrentKey(string? fingerprint) => Say($"vår nuvarande nyckel: {fingerprint}", $"our current key: {fingerprint}");

    public string TotalRow => Say("ta bort raden ur exporten", "leave the row out of the export");

    private string Say(FormattableString sv, FormattableString en) => Silent
        ? "" : (swedish ? sv : en).ToString(CultureInfo.InvariantCulture);

    private string Say(string sv, string en) => Silent ? "" : swedish ? sv : en;
}
