using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>What a file is that should be CSV and is not.</summary>
internal enum ForeignContentKind
{
    None,
    /// <summary>An Excel workbook (.xlsx).</summary>
    Workbook,
    /// <summary>An Excel workbook of before 2007 (.xls), or another OLE file.</summary>
    OldWorkbook,
    /// <summary>A workbook of LibreOffice (.ods) or of Apple's Numbers.</summary>
    OtherWorkbook,
    Zip,
    Html,
    Xml,
    Json,
    Pdf,
    RichText,
    Picture,
    Gzip,
}

/// <summary>Knows files by their first bytes. Their names say nothing: workbooks are renamed .csv, tables of web pages .xls.</summary>
internal static class ForeignContent
{
    /// <summary>As many bytes as are looked at.</summary>
    public const int HeadBytes = 4096;

    public static ForeignContentKind Of(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, HeadBytes)];
        return head.StartsWith("PK\u0003\u0004"u8) ? OfZip(head)
            : head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? ForeignContentKind.OldWorkbook
            : head.StartsWith("%PDF-"u8) ? ForeignContentKind.Pdf
            : head.StartsWith("{\\rtf"u8) ? ForeignContentKind.RichText
            : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? ForeignContentKind.Gzip
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
                || head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || head.StartsWith("GIF8"u8)
                ? ForeignContentKind.Picture
            : OfText(head);
    }

    /// <summary>Whether the bytes are no text at all, so that no encoding can be blamed.</summary>
    public static bool IsBinary(ForeignContentKind kind) =>
        kind is not (ForeignContentKind.None or ForeignContentKind.Html or ForeignContentKind.Xml or ForeignContentKind.Json
            or ForeignContentKind.RichText);

    private static ForeignContentKind OfZip(ReadOnlySpan<byte> head) =>
        head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0 || head.IndexOf("_rels/.rels"u8) >= 0
            ? ForeignContentKind.Workbook
        : head.IndexOf("opendocument.spreadsheet"u8) >= 0 || head.IndexOf("Index/Document.iwa"u8) >= 0 || head.IndexOf("Index.zip"u8) >= 0
            ? ForeignContentKind.OtherWorkbook
        : ForeignContentKind.Zip;

    private static ForeignContentKind OfText(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? ForeignContentKind.None
            : text[0] == '<' ? OfMarkup(text)
            : text[0] is (byte)'{' or (byte)'[' && text.Contains((byte)'"') ? ForeignContentKind.Json
            : ForeignContentKind.None;
    }

    private static ForeignContentKind OfMarkup(ReadOnlySpan<byte> text)
    {
        var start = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 1024)]);
        return start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.Contains("<table", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<meta", StringComparison.OrdinalIgnoreCase)
            ? ForeignContentKind.Html : ForeignContentKind.Xml;
    }
}
