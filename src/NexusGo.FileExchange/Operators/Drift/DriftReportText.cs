using System.Globalization;
using System.Net;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Operators.Drift;

/// <summary>
/// Writes a report so that it can be sent to the customer as it is: Markdown, or a page of HTML that needs nothing beside it.
/// </summary>
public sealed class DriftReportText(DriftReport report, AnswerLanguage language)
{
    private bool IsSwedish => language == AnswerLanguage.Sv;

    private string Title => IsSwedish ? $"Hur filerna höll avtalet: {report.Name}, {Month}"
        : $"How the files kept the agreement: {report.Name}, {Month}";

    private string Month => report.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private string Summary => report.FilesInAll == 0
        ? (IsSwedish ? "Inga filer kom den här månaden." : "No files came in this month.")
        : IsSwedish
        ? Text($"{report.FilesInAll} filer, varav {report.FilesRefused} avvisade. {report.RowsInAll} rader, ")
            + Text($"varav {report.RowsRefused} avvisade. Avtalets version: {report.ProfileVersion}.")
        : Text($"{report.FilesInAll} files, {report.FilesRefused} of them refused. {report.RowsInAll} rows, ")
            + Text($"{report.RowsRefused} of them refused. Version of the agreement: {report.ProfileVersion}.");

    private IReadOnlyList<string> FileHeads => IsSwedish ? ["Typ", "Utfall", "Filer", "Rader", "Antagna", "Avvisade", "Väntar"]
        : ["Kind", "Verdict", "Files", "Rows", "Accepted", "Refused", "On hold"];

    private IReadOnlyList<string> CodeHeads => IsSwedish ? ["Kod", "Betyder", "Filer", "Antal"] : ["Code", "Means", "Files", "Times"];

    private string MendHead => IsSwedish ? "Det här skulle spara mest besvär" : "What would save most trouble";

    private string NothingToMend => IsSwedish ? "Ingenting: inga fel den här månaden." : "Nothing: no errors this month.";

    private IEnumerable<IReadOnlyList<string>> FileRows => report.Files.Select(one => (IReadOnlyList<string>)[one.Kind, one.Status,
        Text($"{one.Files}"), Text($"{one.Rows}"), Text($"{one.Accepted}"), Text($"{one.Rejected}"), Text($"{one.OnHold}")]);

    private IEnumerable<IReadOnlyList<string>> CodeRows => report.Codes.Select(one => (IReadOnlyList<string>)[one.Code, Meaning(one.Code),
        Text($"{one.Files}"), Text($"{one.Findings}")]);

    private IEnumerable<string> Advice =>
        report.WorthMending.Select(one => Text($"{one.Code} ({one.Findings}): {Meaning(one.Code)} {AdviceOf(one.Code)}"));

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Title}\n\n{Summary}\n\n## {MendHead}\n\n");
        text.AppendJoin("", Advice.DefaultIfEmpty(NothingToMend).Select((line, index) => Text($"{index + 1}. {line}\n")));
        Table(text, IsSwedish ? "Filer" : "Files", FileHeads, FileRows);
        Table(text, IsSwedish ? "Koder" : "Codes", CodeHeads, CodeRows);
        return text.ToString();
    }

    public string Html()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="{{(IsSwedish ? "sv" : "en")}}">
            <head><meta charset="utf-8"><title>{{Encode(Title)}}</title>
            <style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
            table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left}</style></head>
            <body><main><h1>{{Encode(Title)}}</h1><p>{{Encode(Summary)}}</p><h2>{{Encode(MendHead)}}</h2>
            <ol>{{string.Concat(Advice.DefaultIfEmpty(NothingToMend).Select(line => $"<li>{Encode(line)}</li>"))}}</ol>

            """);
        HtmlTable(text, IsSwedish ? "Filer" : "Files", FileHeads, FileRows);
        HtmlTable(text, IsSwedish ? "Koder" : "Codes", CodeHeads, CodeRows);
        return text.Append("</main></body></html>\n").ToString();
    }

    private static void Table(StringBuilder text, string title, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"\n## {title}\n\n| {string.Join(" | ", heads)} |\n|{string.Concat(heads.Select(_ => "---|"))}\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", @"\|", StringComparison.Ordinal)))} |\n");
        }
    }

    private static void HtmlTable(StringBuilder text, string title, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"<h2>{Encode(title)}</h2><table><thead>"
            + $"<tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{Encode(head)}</th>"))}</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(row.Select(cell => $"<td>{Encode(cell)}</td>"))}</tr>\n");
        }

        text.Append("</tbody></table>\n");
    }

    private string Meaning(string code) => Find(code) is { } text ? IsSwedish ? text.MessageSv : text.MessageEn : "";

    private string AdviceOf(string code) => Find(code) is { } text ? IsSwedish ? text.AdviceSv : text.AdviceEn : "";

    private static ErrorText? Find(string code) => ErrorCatalog.All.FirstOrDefault(one => one.Code == code);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
