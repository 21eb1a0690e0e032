using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

public enum AnswerLanguage
{
    Sv,
    En,
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

    [RegularExpression("^0[0-6][0-6][0-6]$"), Description("Mode of our files on the server, in octal as chmod takes it: who may read them. The server may take bits away.")]
    public string FileMode { get; init; } = "0640";
}
