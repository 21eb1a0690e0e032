using System.Text;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

[Trait("Attack", "20.7 replay and purpose of signed messages")]
public sealed class PurposeLineTests
{
    private const string Ours = "0123456789ABCDEF0123456789ABCDEF01234567";

    [Theory]
    [InlineData("customer_ref;product_code\r\n", null)]
    [InlineData("#note;x\r\n", null)]
    [InlineData("#customer=DEMO;color=red\r\n", null)]
    [InlineData("#customer=DEMO;customer=DEMO\r\n", null)]
    [InlineData("", null)]
    [InlineData("#customer=DEMO;purpose=ORD\r\nx", true)]
    [InlineData("\uFEFF#customer=demo;purpose=ord\nx", true)]
    [InlineData("#to=0123456789abcdef01234567;customer=DEMO;purpose=ORD;\r\n", true)]
    [InlineData("#to=89AB CDEF 0123 4567\r\n", true)]
    [InlineData("#to=01234567\r\n", false)]
    [InlineData("#to=FFFFFFFFFFFFFFFFFFFFFFFF\r\n", false)]
    [InlineData("#customer=OTHER\r\n", false)]
    [InlineData("#purpose=REQ\r\n", false)]
    public void A_line_is_read_or_is_none_and_fits_or_not(string text, bool? fits)
    {
        var line = PurposeLine.Read(Encoding.UTF8.GetBytes(text), out var length);
        Assert.Equal(fits, line?.Fits(DemoProfile.Create(), InboundKind.Order, [Ours]));
        if (line is not null)
        {
            Assert.Equal(text.IndexOfAny(['\r', '\n']), Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)[..length]).Length);
        }
    }

    [Fact]
    public void A_line_longer_than_any_purpose_is_none() =>
        Assert.Null(PurposeLine.Read(Encoding.UTF8.GetBytes($"#customer={new string('A', PurposeLine.MaxBytes)};purpose=ORD\r\n"), out _));
}
