using System.Xml;
using System.Xml.Linq;
using NexusGo.FileExchange.Inbound.Archive;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>The parts of a workbook's package (ECMA-376 part 1): which sheet comes first, and that nothing in it runs.</summary>
internal static class WorkbookParts
{
    private const string WorkbookPart = "xl/workbook.xml";
    private const string RelationsPart = "xl/_rels/workbook.xml.rels";

    /// <summary>No document type, so no entities; nothing outside the part is ever asked for.</summary>
    public static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true, CloseInput = true,
    };

    /// <exception cref="XmlException">A part is no sound XML.</exception>
    public static (WorkbookSheet? Sheet, WorkbookRefusal? Refusal) Read(IReadOnlyList<ZipEntry> parts, Func<ZipEntry, Stream> open)
    {
        if (parts.Any(part => part.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
            || part.Name.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase)))
        {
            return (null, new WorkbookRefusal("F-COL-05", 0, "", ""));
        }

        if (Load(WorkbookPart) is not { } workbook || Load(RelationsPart) is not { } relations)
        {
            return (null, WorkbookRefusal.Unreadable);
        }

        var targets = relations.Elements().ToLookup(one => (string?)one.Attribute("Id"), one => (string?)one.Attribute("Target"));
        var sheets = workbook.Descendants().Where(one => one.Name.LocalName == "sheet").ToList();
        var first = sheets.Find(sheet => !IsHidden(sheet));
        var id = first?.Attributes().FirstOrDefault(one => one.Name.LocalName == "id" && one.Name.NamespaceName.Length > 0)?.Value;
        if (first is null || targets[id].FirstOrDefault() is not { } target || (string?)first.Attribute("name") is not { } name)
        {
            return (null, WorkbookRefusal.Unreadable);
        }

        var sheet = new WorkbookSheet
        {
            Name = name,
            Part = target.StartsWith('/') ? target[1..] : "xl/" + target,
            OtherSheets = sheets.Count - 1,
            HiddenSheets = sheets.Count(IsHidden),
        };
        return parts.Any(part => part.Name == sheet.Part) ? (sheet, null) : (null, WorkbookRefusal.Unreadable);

        XElement? Load(string name)
        {
            if (parts.FirstOrDefault(part => part.Name == name) is not { } part)
            {
                return null;
            }

            using var reader = XmlReader.Create(open(part), Strict);
            return XElement.Load(reader);
        }
    }

    private static bool IsHidden(XElement sheet) => (string?)sheet.Attribute("state") is "hidden" or "veryHidden";
}
