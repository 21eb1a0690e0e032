namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>The sheet that is read, and what the sender should know about the rest of the workbook.</summary>
internal sealed record WorkbookSheet
{
    public required string Name { get; init; }

    /// <summary>Its part in the package, such as <c>xl/worksheets/sheet1.xml</c>.</summary>
    public required string Part { get; init; }

    /// <summary>Other sheets, hidden or not: they are not read.</summary>
    public required int OtherSheets { get; init; }

    public required int HiddenSheets { get; init; }

    /// <summary>Rows that Excel does not show; they are read like all others.</summary>
    public int HiddenRows { get; init; }
}
