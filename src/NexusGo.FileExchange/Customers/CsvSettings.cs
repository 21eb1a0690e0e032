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
    [Description("Utf8; for a system that cannot write it Windows1252, or Utf16 (Excel's \"Unicode text\", with or without byte order mark).")]
    public CsvEncoding Encoding { get; init; } = CsvEncoding.Utf8;

    [Description("The customer's own column names and the column each means.")]
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();
}
