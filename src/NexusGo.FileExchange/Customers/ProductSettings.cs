using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>A card layout.</summary>
public sealed record ProductSettings
{
    [Required, RegularExpression("^[A-Z0-9][A-Z0-9_-]{0,29}$"), Description("The code in product_code.")]
    public string Code { get; init; } = "";

    [Description("The layout's name, for people.")]
    public string Name { get; init; } = "";

    [Description("Columns that a row with this product must fill, such as first_name, last_name, photo_file.")]
    public IReadOnlyList<string> RequiredColumns { get; init; } = ["first_name", "last_name"];

    [Description("Longest value in characters per column where the layout has less room.")]
    public IReadOnlyDictionary<string, int> MaxLengths { get; init; } = new Dictionary<string, int>();

    [Range(1, 3660), Description("Longest validity in days from the day of the order.")]
    public int MaxValidityDays { get; init; } = 1826;
}
