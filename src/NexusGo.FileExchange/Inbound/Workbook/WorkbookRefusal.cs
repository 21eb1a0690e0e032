using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>Why a workbook is refused as a whole. No content of a cell is in it.</summary>
/// <param name="Code">Published code.</param>
/// <param name="RowNumber">Row of the sheet, 1-based; 0: the workbook as a whole.</param>
/// <param name="Swedish">The hint in Swedish.</param>
/// <param name="English">The hint in English.</param>
internal sealed record WorkbookRefusal(string Code, long RowNumber, string Swedish, string English)
{
    public static WorkbookRefusal Unreadable { get; } = new("F-COL-06", 0, "", "");

    public string Hint(AnswerLanguage language) => language == AnswerLanguage.Sv ? Swedish : English;
}
