using System.Text;
using CsvHelper;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// How the CSV reader reads a customer's table: the dialect is known, rows may be short, and a fault is told, not thrown.
/// </summary>
internal static class TableCsv
{
    private const int BufferBytes = 128 * 1024;

    /// <param name="delimiter">Between fields.</param>
    /// <param name="maxRowBytes">Longest row.</param>
    /// <param name="malformed">Called for a row that is no sound CSV.</param>
    public static CsvReaderOptions Options(byte delimiter, int maxRowBytes, Action<CsvMalformedReason> malformed) => new()
    {
        Separator = (char)delimiter,
        HasHeader = false,
        DetectSeparatorHint = false,
        Encoding = Encoding.UTF8,
        MalformedData = CsvMalformedDataHandling.Recover,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        OnMalformedRecord = record => malformed(record.Reason),
        IncludeValuesInExceptions = false,
        TrackLineNumbers = true,
        MaxRecordSize = maxRowBytes,
        BufferSize = BufferBytes,
    };
}
