using CsvHelper;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// The CSV form of everything a customer gets: by default UTF-8 with byte order mark, semicolon, CRLF and quoted text, so that a Swedish Excel
/// opens it right; a text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection").
/// </summary>
internal static class AnswerCsv
{
    /// <param name="destination">Stays open.</param>
    /// <param name="settings">The receiver's dialect.</param>
    /// <param name="forMachines">True: values go out as they are, because a program and no spreadsheet reads them; what is printed on a card must not change.</param>
    public static CsvWriter Create(Stream destination, AnswerSettings settings, bool forMachines = false) => CsvWriter.Create(destination, new CsvWriterOptions
    {
        Separator = settings.Delimiter[0],
        Quoting = settings.QuoteText ? CsvQuoting.Always : CsvQuoting.WhenNeeded,
        NewLine = settings.LineEnding == "LF" ? "\n" : "\r\n",
        WriteByteOrderMark = settings.ByteOrderMark,
        Injection = forMachines ? CsvInjection.None : CsvInjection.Escape,
        ValidateFieldCount = true,
    }, leaveOpen: true);

    public static void WriteInstant(this CsvWriter csv, DateTimeOffset? instant) =>
        csv.WriteField(instant is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) : "");
}
