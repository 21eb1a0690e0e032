using System.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Tests.Swedish;

public class LuhnTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("5", false)]
    [InlineData("18", true)]
    [InlineData("19", false)]
    [InlineData("91", true)]
    [InlineData("125", true)]
    [InlineData("225", false)]
    [InlineData("79927398713", true)]
    [InlineData("79927398710", false)]
    [InlineData("4539578763621486", true)]
    public void The_last_digit_is_compared_at_even_and_odd_lengths(string digits, bool isValid) =>
        Assert.Equal(isValid, Luhn.IsValid(Encoding.ASCII.GetBytes(digits)));
}
