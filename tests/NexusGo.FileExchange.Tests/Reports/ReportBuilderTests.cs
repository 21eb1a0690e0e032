using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Reports;

public sealed class ReportBuilderTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("nexusgo-drafting-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    public static TheoryData<int, int> Sizes => new() { { 0, 1 }, { 1, 1 }, { 5_000, 7 }, { 262_143, 10_007 }, { 262_144, 262_144 },
        { 800_000, 524_288 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_was_written_in_pieces_is_read_again_and_again_with_its_length_and_hash(int length, int piece)
    {
        foreach (var content in (byte[][])[RandomNumberGenerator.GetBytes(length), Lines(length)])
        {
            await using var draft = await DraftAsync(content, piece);
            Assert.Equal((content.Length, Convert.ToHexString(SHA256.HashData(content))),
                ((int)draft.SizeBytes, Convert.ToHexString(draft.Sha256)));
            for (var pass = 0; pass < 2; pass++)
            {
                await using var stream = draft.Open();
                var read = new MemoryStream();
                await stream.CopyToAsync(read);
                Assert.Equal(content, read.ToArray());
            }
        }
    }

    [Fact]
    public async Task Lines_that_look_alike_take_a_part_of_their_length()
    {
        var content = Lines(4_000_000);
        await using var draft = await DraftAsync(content, 64 * 1024);
        await using var compressed = draft.OpenCompressed();
        var stored = new MemoryStream();
        await compressed.CopyToAsync(stored);
        Assert.InRange(stored.Length, 1, content.Length / 3);
    }

    [Fact]
    public async Task A_report_that_broke_off_cannot_be_read()
    {
        var spools = new SpoolFolder(directory, NullLogger<SpoolFolder>.Instance);
        spools.Prepare();
        var drafting = new ReportBuilder(spools);
        await drafting.Output.WriteAsync(Lines(1_000));
        await drafting.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () => await drafting.ReadBackAsync());
    }

    private async Task<ReportDraft> DraftAsync(byte[] content, int piece)
    {
        var spools = new SpoolFolder(directory, NullLogger<SpoolFolder>.Instance);
        spools.Prepare();
        await using var drafting = new ReportBuilder(spools);
        for (var at = 0; at < content.Length; at += piece)
        {
            await drafting.Output.WriteAsync(content.AsMemory(at, Math.Min(piece, content.Length - at)));
        }

        return await drafting.CompleteAsync(ReportKind.Results, "/out/", "RES.csv", Guid.NewGuid(), await TestVault.OpenAsync());
    }

    private static byte[] Lines(int length)
    {
        var text = new StringBuilder();
        for (var row = 1; text.Length < length; row++)
        {
            text.Append(row).Append(";DEMO-").Append(row).Append(";ACCEPTED;10000017;").Append(100_000_000 + row).Append(";\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
