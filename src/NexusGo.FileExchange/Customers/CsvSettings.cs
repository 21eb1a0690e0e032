using System.ComponentModel;

namespace NexusGo.FileExchange.Customers;

public enum CsvEncoding
{
    Utf8,
    Windows1252,
    /// <summary>UTF-16 as Excel writes "Unicode text"; UTF-8 is taken as well.</summary>
    Utf16,
}

/// <summary>What the customer's CSV files look like beyond the common rules.</summary>
public sealed record CsvSettings
{
    [Description("Utf8; Windows1252 or Utf16 (Unicode text of Excel) for a system that cannot write UTF-8.")]
    public CsvEncoding Encoding { get; init; } = CsvEncoding.Utf8;

    [Description("The customer's own column names and the column each means.")]
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();
}
