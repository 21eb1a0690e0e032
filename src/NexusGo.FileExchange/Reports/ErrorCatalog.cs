using System.Collections.Frozen;

namespace NexusGo.FileExchange.Reports;

/// <summary>All published codes with their texts. The samples folder holds the same table for customers.</summary>
public static partial class ErrorCatalog
{
    private static readonly IReadOnlyList<ErrorText> Ordered = [.. FileTexts, .. RowTexts, .. WarningTexts, .. RequestTexts];

    private static readonly FrozenDictionary<string, ErrorText> ByCode = Ordered.ToFrozenDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>Every code, file codes first.</summary>
    public static IReadOnlyCollection<ErrorText> All => Ordered;

    /// <exception cref="ArgumentException">The code is not published: a bug.</exception>
    public static ErrorText Get(string code) =>
        ByCode.TryGetValue(code, out var text)
            ? text : throw new ArgumentException($"The code {code} is not in the published table.", nameof(code));

    private static ErrorText Error(string code, string sv, string en, string adviceSv, string adviceEn) =>
        new(code, true, sv, en, adviceSv, adviceEn);

    private static ErrorText Warning(string code, string sv, string en, string adviceSv, string adviceEn) =>
        new(code, false, sv, en, adviceSv, adviceEn);
}
