using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>A row may ask for less time than agreed, never for more.</summary>
public sealed class EraseAfterTests
{
    [Theory]
    [InlineData("12M", "IMMEDIATE", "")]
    [InlineData("12M", "12M", "")]
    [InlineData("12M", "24M", "E-VAL-04")]
    [InlineData("IMMEDIATE", "3M", "E-VAL-04")]
    [InlineData("36M", "36M", "")]
    [InlineData("36M", "7M", "E-VAL-04")]
    public async Task Erase_after_is_compared_with_the_profiles_period(string keep, string asked, string codes)
    {
        var profile = DemoProfile.Create() with { Retention = new RetentionSettings { Keep = keep } };
        Assert.Equal(codes, (await Reading.Row("erase_after", asked, profile)).Codes);
    }
}
