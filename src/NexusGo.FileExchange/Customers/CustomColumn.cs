using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

public enum CustomColumnType
{
    Text,
    Digits,
    Date,
}

/// <summary>One of custom_1 … custom_8.</summary>
public sealed record CustomColumn
{
    [Required, RegularExpression("^custom_[1-8]$"), Description("custom_1 to custom_8.")]
    public string Name { get; init; } = "";

    [Description("The header the customer uses for it, if another.")]
    public string? Header { get; init; }

    [Description("Text, Digits or Date.")]
    public CustomColumnType Type { get; init; } = CustomColumnType.Text;

    [Range(1, 200), Description("Longest value in characters.")]
    public int MaxLength { get; init; } = 60;

    [Description("True: every row needs it.")]
    public bool Required { get; init; }

    [Description("The only values allowed. Empty: any.")]
    public IReadOnlyList<string> Values { get; init; } = [];
}
