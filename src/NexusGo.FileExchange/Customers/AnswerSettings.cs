using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

public enum AnswerLanguage
{
    Sv,
    En,
}

/// <summary>How numbers that name something are written in CSV files.</summary>
public enum AnswerNumbers
{
    Plain,
    ExcelText,
}

/// <summary>The form of back-reports and histories.</summary>
public enum AnswerFormat
{
    Csv,
    Xlsx,
}

/// <summary>How answers are written.</summary>
public sealed record AnswerSettings
{
    [AllowedValues(";", ",", "\t"), Description("Separator of columns.")]
    public string Delimiter { get; init; } = ";";

    [Description("True: a byte order mark first, so that Excel reads UTF-8.")]
    public bool ByteOrderMark { get; init; } = true;

    [Description("True: every text is quoted. False: only where needed.")]
    public bool QuoteText { get; init; } = true;

    [AllowedValues("CRLF", "LF"), Description("End of a line.")]
    public string LineEnding { get; init; } = "CRLF";

    [Description("Sv or En: the language of the hint column and of manuals named in answers. Messages are always in both.")]
    public AnswerLanguage Language { get; init; } = AnswerLanguage.Sv;

    [Description("Plain or ExcelText: how CSV files hold numbers that name something, such as cards, chips, parcels and references. "
        + "Plain: as they are; for programs. ExcelText: as =\"0012\", so that Excel keeps every digit when somebody opens the file with a "
        + "double click.")]
    public AnswerNumbers Numbers { get; init; } = AnswerNumbers.Plain;

    [Description("Csv or Xlsx: the form of back-reports (BRP) and histories (HIS). Xlsx: an Excel workbook in which every cell is text, "
        + "only the counts of the T line are numbers. Receipts, results, errors and certificates are always CSV.")]
    public AnswerFormat Format { get; init; } = AnswerFormat.Csv;

    /// <summary>How the names of back-reports and histories end, before the ending of sealed files.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string ReportEnding => Format == AnswerFormat.Xlsx ? ".xlsx" : ".csv";

    [RegularExpression("^0[0-6][0-6][0-6]$"),
        Description("Mode of our files on the server, in octal as chmod takes it: who may read them. The server may take bits away.")]
    public string FileMode { get; init; } = "0640";
}
