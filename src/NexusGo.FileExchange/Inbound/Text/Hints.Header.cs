namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>Phrases about a file that has no header row, or is no CSV at all.</summary>
internal sealed partial class Hints
{
    public string NoColumnKnown => Say(
        "inget av kolumnnamnen på raden är känt; se tabellen över kolumner",
        "none of the column names on this line is known; see the table of columns");

    public string HeaderQuotes => Say("citattecknen på rubrikraden är fel satta", "the quotation marks of the header row are misplaced");

    public string LooksLikeData => Say(
        "den första raden ser ut att vara data: rubrikraden saknas",
        "the first line looks like data: the header row is missing");

    public string WholeLinesQuoted => Say(
        "varje rad står som helhet inom citattecken, så att filen har en enda kolumn; spara den på nytt utan dem",
        "every line stands in quotation marks as a whole, so that the file has a single column; save it again without them");

    public string SeparatorLineDiffers => Say(
        "raden sep= anger ett annat skiljetecken än det som rubrikraden har",
        "the line sep= names another separator than the one in the header row");

    public string OtherSeparator(char separator) => separator == ' '
        ? Say(
            "kolumnerna är åtskilda med mellanslag; använd semikolon, komma eller tabb",
            "the columns are separated by blanks; use semicolon, comma or tab")
        : Say(
            $"skiljetecknet är {separator}; använd semikolon, komma eller tabb",
            $"the separator is {separator}; use semicolon, comma or tab");

    public string LinesAboveHeader(int line) => Say(
        $"rubrikraden står på rad {line}; ta bort raderna ovanför",
        $"the header row is on line {line}; remove the lines above it");

    public string Foreign(ForeignContentKind kind) => kind switch
    {
        ForeignContentKind.Workbook => Say(
            "detta är en Excel-arbetsbok: spara som \"CSV UTF-8\", eller skicka den med ändelsen .xlsx",
            "this is an Excel workbook: save as \"CSV UTF-8\", or send it with the ending .xlsx"),
        ForeignContentKind.OldWorkbook => Say(
            "detta är en Excel-arbetsbok i det gamla formatet .xls: spara som \"CSV UTF-8\" eller som .xlsx",
            "this is an Excel workbook in the old format .xls: save as \"CSV UTF-8\" or as .xlsx"),
        ForeignContentKind.OtherWorkbook => Say(
            "detta är en arbetsbok från LibreOffice eller Numbers: exportera som CSV i UTF-8",
            "this is a workbook of LibreOffice or Numbers: export as CSV in UTF-8"),
        ForeignContentKind.Zip => Say("detta är en zip-fil, inte en CSV-fil", "this is a zip file, not a CSV file"),
        ForeignContentKind.Html => Say(
            "detta är en webbsida (HTML), som vissa program sparar i stället för en tabell: exportera som CSV",
            "this is a web page (HTML), which some programs save instead of a table: export as CSV"),
        ForeignContentKind.Xml => Say("detta är en XML-fil: exportera som CSV", "this is an XML file: export as CSV"),
        ForeignContentKind.Json => Say("detta är en JSON-fil: exportera som CSV", "this is a JSON file: export as CSV"),
        ForeignContentKind.Pdf => Say("detta är en PDF-fil: exportera som CSV", "this is a PDF file: export as CSV"),
        ForeignContentKind.RichText => Say(
            "detta är ett ordbehandlingsdokument (RTF): spara som CSV",
            "this is a word processor's document (RTF): save as CSV"),
        ForeignContentKind.Picture => Say("detta är en bild", "this is a picture"),
        ForeignContentKind.Gzip => Say(
            "detta är en gzip-fil: packa upp den och skicka CSV-filen",
            "this is a gzip file: unpack it and send the CSV file"),
        _ => "",
    };
}
