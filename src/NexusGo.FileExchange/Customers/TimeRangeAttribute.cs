using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace NexusGo.FileExchange.Customers;

/// <summary>Shortest and longest allowed duration, both written <c>[d.]hh:mm:ss[.fff]</c> and both allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public TimeSpan Minimum { get; } = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);

    public TimeSpan Maximum { get; } = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    public override bool IsValid(object? value) => value is not TimeSpan duration || (duration >= Minimum && duration <= Maximum);
}
