using CsvHelper;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// The receiver's CSV dialect. Values go out as they are: for files that programs read, such as the production partner's. What a customer
/// may open in a spreadsheet is written by <see cref="CsvTable"/>.
/// </summary>
internal static class AnswerCsv
{
    /// <param name="destination">Stays open.</param>
    /// <param name="settings">The receiver's dialect.</param>
    public static CsvWriter Create(Stream destination, AnswerSettings settings) => CsvWriter.Create(destination, new CsvWriterOptions
    {
        Separator = settings.Delimiter[0],
        Quoting = settings.QuoteText ? CsvQuoting.Always : CsvQuoting.WhenNeeded,
        NewLine = settings.LineEnding == "LF" ? "\n" : "\r\n",
        WriteByteOrderMark = settings.ByteOrderMark,
        ValidateFieldCount = true,
    }, leaveOpen: true);
}
