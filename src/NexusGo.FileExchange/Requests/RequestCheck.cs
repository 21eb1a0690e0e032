using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>What can be said of a request row without looking anything up.</summary>
internal sealed partial class RequestCheck(CustomerVault vault, DateOnly today)
{
    private static readonly string[] LaterActions = ["CANCEL", "BLOCK", "UNBLOCK", "TERMINATE", "ERASE", "HISTORY", "REPORT", "DELIVERED", "CONSUMED"];

    public RequestRow Run(int rowNumber, IReadOnlyList<string> fields, RequestColumns columns, bool isMalformed)
    {
        // Values of a row with broken quotes or too many fields may stand in the wrong columns.
        if (isMalformed || fields.Count < columns.Fields || fields.Skip(columns.Fields).Any(field => !string.IsNullOrWhiteSpace(field)))
        {
            return new RequestRow { RowNumber = rowNumber, Findings = [(isMalformed ? "E-VAL-21" : "E-VAL-20", "")] };
        }

        var values = RequestColumns.All.Select((_, column) => columns.IndexOf(column) is >= 0 and var index ? fields[index].Trim().Normalize() : "").ToArray();
        var findings = new List<(string Code, string Column)>();
        var (reference, actionWord, type, selector) = (values[0], values[1].ToUpperInvariant(), values[2].ToUpperInvariant(), values[3]);
        if (!Reference().IsMatch(reference) || IdentityNumberScan.ContainsPerson(Encoding.UTF8.GetBytes(reference), today))
        {
            findings.Add(("R-REF-01", "request_ref"));
            reference = "";
        }

        var action = ActionOf(actionWord);
        if (action is null or RequestAction.Later)
        {
            findings.Add((action is null ? "R-ACT-03" : "R-ACT-01", "action"));
        }

        long? orderNo = null;
        if (action is RequestAction.Approve or RequestAction.Decline)
        {
            if (type is not ("FILE" or "ORDER_NO"))
            {
                findings.Add(("R-SEL-01", "selector_type"));
            }
            else if (selector.Length is 0 or > 255 || (type == "ORDER_NO" && (orderNo = ParseNumber(selector)) is null))
            {
                findings.Add(("R-SEL-02", "selector"));
            }
        }

        var isRight = findings.Count == 0;
        values[1] = actionWord;
        values[2] = type;
        return new RequestRow
        {
            RowNumber = rowNumber,
            RequestRef = reference,
            Action = action,
            FileName = isRight && type == "FILE" ? selector : null,
            OrderNo = isRight ? orderNo : null,
            ContentIndex = vault.Index(IndexKind.Request, Encoding.UTF8.GetBytes(string.Join('\u001f', values))),
            Findings = findings,
        };
    }

    private static RequestAction? ActionOf(string word) => word switch
    {
        "APPROVE" => RequestAction.Approve,
        "DECLINE" => RequestAction.Decline,
        _ when LaterActions.Contains(word) => RequestAction.Later,
        _ => null,
    };

    private static long? ParseNumber(string text) =>
        text.Length <= 18 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}\z")]
    private static partial Regex Reference();
}
