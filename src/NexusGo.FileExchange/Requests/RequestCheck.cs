using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>What can be said of a request row without looking anything up.</summary>
/// <param name="vault">The customer's keys, for indexes.</param>
/// <param name="today">The day in Sweden.</param>
/// <param name="isEncrypted">Whether the file came encrypted: only then may it name a person.</param>
internal sealed partial class RequestCheck(CustomerVault vault, DateOnly today, bool isEncrypted)
{
    private const int MaxSelectorLength = 255;

    public RequestRow Run(int rowNumber, IReadOnlyList<string> fields, RequestColumns columns, bool isMalformed)
    {
        // Values of a row with broken quotes or too many fields may stand in the wrong columns.
        if (isMalformed || fields.Count < columns.Fields || fields.Skip(columns.Fields).Any(field => !string.IsNullOrWhiteSpace(field)))
        {
            return new RequestRow { RowNumber = rowNumber, Findings = [(isMalformed ? "E-VAL-21" : "E-VAL-20", "")] };
        }

        var values = RequestColumns.All.Select((_, column) => columns.IndexOf(column) is >= 0 and var index
            ? fields[index].Trim().Normalize() : "").ToArray();
        foreach (var column in (int[])[1, 2, 6])
        {
            values[column] = values[column].ToUpperInvariant();
        }

        var findings = new List<(string Code, string Column)>();
        var reference = values[0];
        if (!Reference().IsMatch(reference) || NamesPerson(reference))
        {
            findings.Add(("R-REF-01", "request_ref"));
            reference = "";
        }

        var action = RequestRules.ActionOf(values[1]);
        if (action is null)
        {
            findings.Add(("R-ACT-03", "action"));
        }

        if (values[6].Length > 0 && (!Reason().IsMatch(values[6]) || NamesPerson(values[6])))
        {
            findings.Add(("R-SEL-05", "reason_code"));
        }

        var selector = RequestRules.SelectorOf(values[2]);
        var selected = action is null ? default : Select(action.Value, selector, values, findings);
        var isRight = findings.Count == 0;
        if (selector == RequestSelector.Person)
        {
            // Kept beside the rest, and not for longer than the request is open.
            values[3] = "";
        }

        return new RequestRow
        {
            RowNumber = rowNumber,
            RequestRef = reference,
            Action = action,
            Selector = isRight ? selector : null,
            FileName = isRight ? selected.FileName : null,
            FileHash = isRight ? selected.FileHash : null,
            Number = isRight ? selected.Number : null,
            Index = isRight ? selected.Index : null,
            From = isRight ? selected.From : null,
            Until = isRight ? selected.Until : null,
            ReasonCode = isRight && values[6].Length > 0 ? values[6] : null,
            ContentIndex = vault.Index(IndexKind.Request, Encoding.UTF8.GetBytes(string.Join('\u001f', values))),
            Findings = findings,
        };
    }

    private Selected Select(RequestAction action, RequestSelector? type, string[] values, List<(string Code, string Column)> findings)
    {
        if (type is null || !action.Rule().Selectors.Contains(type.Value))
        {
            findings.Add(("R-SEL-01", "selector_type"));
            return default;
        }

        if (type != RequestSelector.Period && (values[4].Length > 0 || values[5].Length > 0))
        {
            findings.Add(("R-SEL-04", values[4].Length > 0 ? "from" : "to"));
            return default;
        }

        var selected = type == RequestSelector.File && action is RequestAction.Approve or RequestAction.Decline
            ? ReadApproved(values[3], findings) : Read(type.Value, values, findings);
        if (selected is null && findings.TrueForAll(one => one.Column is not ("selector" or "from")))
        {
            findings.Add(type == RequestSelector.Period ? ("R-SEL-04", "from") : ("R-SEL-02", "selector"));
        }

        return selected ?? default;
    }

    private Selected? Read(RequestSelector type, string[] values, List<(string Code, string Column)> findings)
    {
        var text = values[3];
        switch (type)
        {
            case RequestSelector.Full:
                return text.Length == 0 ? default(Selected) : null;
            case RequestSelector.Period:
                return text.Length == 0 && Day(values[4]) is { } from && Day(values[5]) is { } to && from <= to
                    ? new Selected { From = SwedishTime.StartOf(from), Until = SwedishTime.StartOf(to.AddDays(1)) } : null;
            case RequestSelector.AllBefore:
                // A day to come would select cards that are not ordered yet.
                return Day(text) is { } before && before <= today ? new Selected { Until = SwedishTime.StartOf(before) } : null;
            case RequestSelector.Person:
                return ReadPerson(text, findings);
            case RequestSelector.CustomerRef:
                return Reference().IsMatch(text) ? new Selected { Index = IndexOf(IndexKind.CustomerRef, Encoding.UTF8.GetBytes(text)) }
                : null;
            case RequestSelector.File:
                return text.Length is > 0 and <= MaxSelectorLength ? new Selected { FileName = MaskedName.Of(text) } : null;
            default:
                return ParseNumber(text) is { } number ? new Selected { Number = number } : null;
        }
    }

    /// <summary>An order file by its name and the beginning of its checksum, so that what is decided about is what was sent.</summary>
    private static Selected? ReadApproved(string text, List<(string Code, string Column)> findings)
    {
        var match = NameAndHash().Match(text);
        if (!match.Success || text.Length > MaxSelectorLength)
        {
            findings.Add(("R-SEL-07", "selector"));
            return null;
        }

        return new Selected { FileName = MaskedName.Of(match.Groups["name"].Value),
            FileHash = match.Groups["hash"].Value.ToLowerInvariant() };
    }

    private Selected? ReadPerson(string text, List<(string Code, string Column)> findings)
    {
        if (!isEncrypted)
        {
            findings.Add(("R-PER-01", "selector"));
            return null;
        }

        if (SwedishIdentityNumber.Parse(Encoding.UTF8.GetBytes(text), today, out var number) != IdentityNumberProblem.None)
        {
            findings.Add(("R-PER-02", "selector"));
            return null;
        }

        return new Selected { Index = PersonIndex.Of(vault, number) };
    }

    private Guid IndexOf(IndexKind kind, ReadOnlySpan<byte> value) => new(vault.Index(kind, value), bigEndian: true);

    private bool NamesPerson(string text) => IdentityNumberScan.ContainsPerson(Encoding.UTF8.GetBytes(text), today);

    private static DateOnly? Day(string text) => DateText.TryParse(Encoding.UTF8.GetBytes(text), out var day)
        && day.Year is >= 1900 and < 9999 ? day : null;

    private static long? ParseNumber(string text) =>
        text.Length <= 18 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : null;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}\z")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?<name>.+)#(?<hash>[0-9A-Fa-f]{16,64})\z", RegexOptions.Singleline)]
    private static partial Regex NameAndHash();

    // Letters first, so that nothing numeric can be a reason; it stays with the card's events.
    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,19}\z")]
    private static partial Regex Reason();

    /// <summary>What a selector came to.</summary>
    private readonly record struct Selected
    {
        public string? FileName { get; init; }
        public string? FileHash { get; init; }
        public long? Number { get; init; }
        public Guid? Index { get; init; }
        public DateTimeOffset? From { get; init; }
        public DateTimeOffset? Until { get; init; }
    }
}
