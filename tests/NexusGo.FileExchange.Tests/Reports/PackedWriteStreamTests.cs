using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Reports;

public sealed class PackedWriteStreamTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("nexusgo-packed-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    public static TheoryData<int, int> Sizes => new()
    {
        { 0, 1 }, { 1, 1 }, { 5_000, 7 }, { ReportDraft.BlockBytes - 1, 10_007 }, { ReportDraft.BlockBytes, ReportDraft.BlockBytes },
        { ReportDraft.BlockBytes + 1, 10_007 }, { (ReportDraft.BlockBytes * 3) + 5, ReportDraft.BlockBytes * 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_was_written_in_pieces_is_read_again_and_again(int length, int piece)
    {
        foreach (var content in (byte[][])[RandomNumberGenerator.GetBytes(length), ReportBlockTests.Lines(length)])
        {
            using var spool = Written(content, piece);
            for (var pass = 0; pass < 2; pass++)
            {
                await using var stream = new PackedReadStream(new PackedBlocks(spool.OpenRead()));
                var read = new MemoryStream();
                await stream.CopyToAsync(read);
                Assert.Equal(content, read.ToArray());
            }
        }
    }

    [Fact]
    public void The_blocks_are_those_that_are_stored_whatever_the_pieces_were()
    {
        var content = ReportBlockTests.Lines((ReportDraft.BlockBytes * 2) + 100);
        using var spool = Written(content, piece: 999);
        using var blocks = new PackedBlocks(spool.OpenRead());
        var buffer = new byte[ReportDraft.BlockBytes + 1];
        for (var at = 0; at < content.Length; at += ReportDraft.BlockBytes)
        {
            var block = content.AsSpan(at, Math.Min(ReportDraft.BlockBytes, content.Length - at));
            Assert.Equal(ReportBlock.Pack(block, buffer), blocks.Next());
        }

        Assert.True(blocks.Next().IsEmpty);
        Assert.True(blocks.Next().IsEmpty);
    }

    [Fact]
    public void A_large_report_takes_a_part_of_its_length_in_the_spool()
    {
        var content = ReportBlockTests.Lines(4_000_000);
        using var spool = Written(content, piece: 64 * 1024);
        Assert.InRange(spool.Length, 1, content.Length / 3);
    }

    [Fact]
    public void A_report_that_broke_off_does_not_look_whole()
    {
        using var spool = NewSpool().Create();
        using (var stream = new PackedWriteStream(spool))
        {
            stream.Write(ReportBlockTests.Lines(1_000));
        }

        Assert.False(spool.IsComplete);
        Assert.Throws<InvalidOperationException>(() => spool.OpenRead());
    }

    [Fact]
    public void Nothing_is_added_to_a_report_that_is_whole_and_nothing_is_read_from_one_that_is_closed()
    {
        using var spool = NewSpool().Create();
        using (var stream = new PackedWriteStream(spool))
        {
            stream.Write([1, 2]);
            stream.Complete();
            Assert.Throws<ObjectDisposedException>(() => stream.Write([3]));
        }

        var blocks = new PackedBlocks(spool.OpenRead());
        blocks.Dispose();
        blocks.Dispose();
        Assert.Throws<ObjectDisposedException>(() => blocks.Next().Length);
    }

    [Fact]
    public void Bytes_that_are_no_blocks_are_refused()
    {
        foreach (var wrong in (byte[][])[[0, 0, 0, 0], [1], [255, 255, 255, 255], [2, 0, 4, 0, 1]])
        {
            using var blocks = new PackedBlocks(new MemoryStream(wrong));
            Assert.Throws<InvalidDataException>(() => blocks.Next().Length);
        }

        using var cut = new PackedBlocks(new MemoryStream([5, 0, 0, 0, 1, 2]));
        Assert.Throws<EndOfStreamException>(() => cut.Next().Length);
    }

    private SpoolFolder NewSpool() => new(directory, NullLogger<SpoolFolder>.Instance);

    private SpoolFile Written(byte[] content, int piece)
    {
        var spool = NewSpool().Create();
        using var stream = new PackedWriteStream(spool);
        for (var at = 0; at < content.Length; at += piece)
        {
            stream.Write(content.AsSpan(at, Math.Min(piece, content.Length - at)));
        }

        stream.Complete();
        return spool;
    }
}
