using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Reports;

public class ReportBlockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(ReportDraft.BlockBytes)]
    public void Bytes_that_do_not_shrink_and_text_that_does_come_back_as_they_were(int length)
    {
        foreach (var block in (byte[][])[RandomNumberGenerator.GetBytes(length), Lines(length)])
        {
            var packed = ReportBlock.Pack(block, new byte[block.Length + 1]).ToArray();
            Assert.True(packed.Length <= block.Length + 1);
            Assert.Equal(block, Unpacked(packed));
        }
    }

    [Fact]
    public void A_results_files_block_needs_less_than_a_third_of_its_room()
    {
        var block = Lines(ReportDraft.BlockBytes);
        Assert.True(ReportBlock.Pack(block, new byte[block.Length + 1]).Length < block.Length / 3);
    }

    [Fact]
    public void What_is_no_block_or_longer_than_one_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Unpacked([]));
        Assert.Throws<InvalidDataException>(() => Unpacked([2, 1, 2]));
        Assert.Throws<InvalidDataException>(() => Unpacked([1, 255, 255, 255]));
        var bomb = new byte[ReportDraft.BlockBytes * 2];
        Assert.Throws<InvalidDataException>(() => Unpacked(ReportBlock.Pack(bomb, new byte[bomb.Length + 1]).ToArray()));
    }

    private static byte[] Unpacked(byte[] packed)
    {
        var block = new byte[ReportDraft.BlockBytes];
        return block[..ReportBlock.Unpack(packed, block)];
    }

    /// <summary>The beginning of a results file.</summary>
    internal static byte[] Lines(int length)
    {
        var text = new StringBuilder();
        for (var i = 1; text.Length < length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i};DEMO-{i:000000000};ACCEPTED;10000017;{10_000_000 + i}{i % 10};\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString()[..length]);
    }
}
