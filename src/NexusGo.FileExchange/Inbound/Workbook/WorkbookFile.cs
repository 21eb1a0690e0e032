using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using NexusGo.FileExchange.Inbound.Archive;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>Opens a workbook (.xlsx, ECMA-376): the package by the strict rules of zip files, then its first visible sheet.</summary>
internal sealed class WorkbookFile : IDisposable
{
    private const int MaxParts = 1000;

    /// <summary>ExcelDataReader asks for code page 1252 when it is set up, although .xlsx needs none.</summary>
    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private WorkbookFile(WorkbookSheet sheet, WorkbookCsvStream rows) => (Sheet, Rows) = (sheet, rows);

    public WorkbookSheet Sheet { get; }

    /// <summary>The sheet as CSV.</summary>
    public WorkbookCsvStream Rows { get; }

    /// <summary>An encrypted workbook, or the format of Excel 97: a compound file (MS-CFB 2.2), which is no package.</summary>
    public static bool IsCompoundFile(ReadOnlySpan<byte> head) => head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]);

    /// <param name="open">Opens the workbook's bytes anew, seekable, each time it is called.</param>
    /// <param name="maxBytes">Unpacked size of all its parts.</param>
    /// <param name="maxRatio">As for any zip file.</param>
    /// <param name="kindOf">What the column with this header may hold besides text.</param>
    public static (WorkbookFile? File, WorkbookRefusal? Refusal) Open(Func<Stream> open, long maxBytes, int maxRatio,
        Func<string, WorkbookColumnKind> kindOf)
    {
        using var package = open();
        var (parts, refusal) = ZipDirectory.Read(package, new ZipLimits(MaxParts, maxBytes, maxRatio));
        if (refusal is not null)
        {
            return (null, new WorkbookRefusal(refusal.Code == "F-ZIP-06" ? "F-SIZ-01" : "F-COL-06", 0, refusal.Swedish, refusal.English));
        }

        try
        {
            var (sheet, wrong) = WorkbookParts.Read(parts, part => new ZipEntryStream(open(), part));
            if (sheet is not null)
            {
                using var scanned = new ZipEntryStream(open(), parts.First(part => part.Name == sheet.Part));
                (var hidden, wrong) = WorkbookScan.Run(scanned);
                sheet = sheet with { HiddenRows = hidden };
            }

            return wrong is not null ? (null, wrong) : Read(open(), sheet!, kindOf);
        }
        catch (Exception e) when (e is XmlException or ExcelReaderException or InvalidDataException or IOException or FormatException
            or OverflowException)
        {
            return (null, WorkbookRefusal.Unreadable);
        }
    }

    public void Dispose() => Rows.Dispose();

    private static (WorkbookFile? File, WorkbookRefusal? Refusal) Read(Stream package, WorkbookSheet sheet,
        Func<string, WorkbookColumnKind> kindOf)
    {
        var reader = ExcelReaderFactory.CreateOpenXmlReader(package, new ExcelReaderConfiguration { LeaveOpen = false });
        do
        {
            if (reader.Name == sheet.Name)
            {
                return (new WorkbookFile(sheet, new WorkbookCsvStream(reader, kindOf)), null);
            }
        }
        while (reader.NextResult());

        reader.Dispose();
        return (null, WorkbookRefusal.Unreadable);
    }
}
