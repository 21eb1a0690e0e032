using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Says what is wrong with a name that matches no agreed type, and suggests one that would.</summary>
internal static class NameAdvice
{
    private static readonly string[] Agreed = [".csv", ".zip"];

    private static readonly string[] Envelopes = [".pgp", ".gpg", ".asc"];

    private static readonly string[] Workbooks = [".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"];

    /// <summary>Endings that programs add or people leave behind.</summary>
    private static readonly string[] Additions = [".txt", ".bak", ".old", ".tmp", ".dat", ".prn", ".text"];

    /// <param name="file">The file; its base name has every identity number masked already.</param>
    /// <param name="foreign">What the content is.</param>
    /// <param name="profile">The customer, whose patterns count first.</param>
    /// <param name="hints">The customer's language.</param>
    public static string Of(InboundFile file, ForeignContentKind foreign, CustomerProfile profile, Hints hints)
    {
        var prefix = profile.Id == CustomerId.Production ? "EVT" : "ORD";
        var suggestion = Suggest(file.BaseName, prefix, out var endings, out var hasType);
        var last = endings.Count > 0 ? endings[^1] : "";
        if (foreign is ForeignContentKind.Workbook or ForeignContentKind.OldWorkbook or ForeignContentKind.OtherWorkbook)
        {
            return hints.NameSuggested(hints.Foreign(foreign), suggestion);
        }

        if (Workbooks.Contains(last))
        {
            return hints.NameSuggested(hints.WorkbookName, suggestion);
        }

        if (endings.Count > 1 && endings.Exists(ending => Agreed.Contains(ending)))
        {
            return hints.NameSuggested(hints.DoubleEnding(string.Concat(endings)), suggestion);
        }

        return hasType
            ? hints.NameSuggested(last.Length == 0 ? hints.NoEnding : hints.WrongEnding, suggestion)
            : hints.NameSuggested(profile.Intake.Names.Count > 0
                ? hints.WrongPattern(string.Join(", ", profile.Intake.Names.Keys.Append($"{prefix}_…")))
                : hints.WrongPattern($"{prefix}_…, REQ_…, PHO_…"), suggestion);
    }

    private static string Suggest(string name, string prefix, out List<string> endings, out bool hasType)
    {
        endings = [];
        var stem = name;
        while (Path.GetExtension(stem) is { Length: > 1 and <= 8 } ending
            && (Agreed.Contains(ending.ToLowerInvariant()) || Envelopes.Contains(ending.ToLowerInvariant())
            || Workbooks.Contains(ending.ToLowerInvariant()) || Additions.Contains(ending.ToLowerInvariant())))
        {
            endings.Insert(0, ending.ToLowerInvariant());
            stem = stem[..^ending.Length];
        }

        hasType = stem.Length > 4 && stem[3] is '_' && stem[..3].ToUpperInvariant() is "ORD" or "REQ" or "PHO" or "EVT";
        var plain = hasType ? stem : $"{prefix}_{stem.TrimStart('_', '-', '.', ' ')}";
        return plain.TrimEnd('.', '_', ' ') + ".csv";
    }
}
