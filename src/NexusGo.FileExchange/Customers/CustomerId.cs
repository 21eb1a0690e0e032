using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Customers;

/// <summary>A customer's id as it stands in file names, tables and logs: 2 to 16 upper-case letters and digits, a letter first.</summary>
public readonly partial record struct CustomerId
{
    public CustomerId(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException("A customer id is 2 to 16 upper-case letters (A–Z) and digits, a letter first.", nameof(value));
        }

        Value = value;
    }

    /// <summary>
    /// Stands for the production partner wherever an area has an owner: leases, files, reports, keys. No customer may have it.
    /// </summary>
    public static CustomerId Production { get; } = new("PRODUCTION");

    public string Value { get; }

    public static bool IsValid(string? value) => value is not null && Pattern().IsMatch(value);

    public override string ToString() => Value;

    [GeneratedRegex("^[A-Z][A-Z0-9]{1,15}$")]
    private static partial Regex Pattern();
}
