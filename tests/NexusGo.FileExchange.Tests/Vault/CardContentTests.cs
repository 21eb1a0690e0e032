using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class CardContentTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(16_383, 3)]
    [InlineData(16_384, 4)]
    [InlineData(100_000, 4)]
    public void A_field_of_any_length_is_found_again_with_the_ones_around_it(int length, int overhead)
    {
        var value = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var content = new byte[length + 20];
        content[0] = CardContent.FormatVersion;
        var at = 1;
        at += CardContent.WriteField(content.AsSpan(at), CardField.CustomerRef, "R1"u8);
        var written = CardContent.WriteField(content.AsSpan(at), CardField.Title, value);
        Assert.Equal(length + overhead, written);
        at += written;
        at += CardContent.WriteField(content.AsSpan(at), CardField.Custom8, "Z"u8);

        var fields = new (int Start, int Length)[CardContent.MaxFields];
        CardContent.Find(content.AsSpan(0, at), fields);
        Assert.Equal("R1"u8.ToArray(), Value(CardField.CustomerRef));
        Assert.Equal(value, Value(CardField.Title));
        Assert.Equal("Z"u8.ToArray(), Value(CardField.Custom8));
        Assert.Equal((0, 0), fields[(int)CardField.Email]);

        byte[] Value(CardField field) => content.AsSpan(fields[(int)field].Start, fields[(int)field].Length).ToArray();
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("02 01")]
    [InlineData("02 01 05 61")]
    [InlineData("02 01 80")]
    [InlineData("02 01 FF FF FF FF 01")]
    [InlineData("02 40 01 61")]
    public void What_is_not_of_this_format_is_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => CardContent.Find(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)),
            new (int, int)[CardContent.MaxFields]));
}
