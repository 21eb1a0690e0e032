using System.Security.Cryptography;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class ReportSealerTests
{
    [Fact]
    public async Task Chunks_open_in_any_order_in_a_later_process()
    {
        var vault = await TestVault.OpenAsync();
        var report = Guid.NewGuid();
        byte[][] chunks = [RandomNumberGenerator.GetBytes(65536), RandomNumberGenerator.GetBytes(1), []];
        using var sealer = vault.CreateReportSealer(report);
        var boxes = chunks.Select((chunk, no) => sealer.Seal(no, chunk)).ToList();

        using var opener = vault.OpenReport(report, sealer.WrappedKey.Span);

        foreach (var no in (int[])[2, 0, 1, 1])
        {
            Assert.Equal(chunks[no], opener.Open(no, boxes[no]));
        }
    }

    [Fact]
    public async Task A_chunk_number_is_used_once()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateReportSealer(Guid.NewGuid());
        sealer.Seal(3, "a"u8);

        Assert.Throws<ArgumentOutOfRangeException>(() => sealer.Seal(3, "b"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => sealer.Seal(2, "b"u8));
    }

    [Fact]
    public async Task A_moved_changed_or_cut_chunk_does_not_open()
    {
        var vault = await TestVault.OpenAsync();
        var report = Guid.NewGuid();
        using var sealer = vault.CreateReportSealer(report);
        using var opener = vault.OpenReport(report, sealer.WrappedKey.Span);
        var box = sealer.Seal(0, "content"u8);
        var changed = (byte[])box.Clone();
        changed[0] ^= 1;

        Assert.Throws<SealBrokenException>(() => opener.Open(1, box));
        Assert.Throws<SealBrokenException>(() => opener.Open(0, changed));
        Assert.All(Enumerable.Range(0, box.Length), cut => Assert.Throws<SealBrokenException>(() => opener.Open(0, box.AsSpan(0, cut))));
    }

    [Fact]
    public async Task A_wrapped_key_opens_only_for_its_own_report_and_unchanged()
    {
        var vault = await TestVault.OpenAsync();
        var report = Guid.NewGuid();
        using var sealer = vault.CreateReportSealer(report);
        var wrapped = sealer.WrappedKey.ToArray();

        Assert.Equal(76, wrapped.Length);
        Assert.Throws<SealBrokenException>(() => vault.OpenReport(Guid.NewGuid(), wrapped));
        Assert.Throws<SealBrokenException>(() => vault.OpenReport(report, wrapped.AsSpan(1)));
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = (byte[])wrapped.Clone();
            changed[i] ^= 1;
            Assert.Throws<SealBrokenException>(() => vault.OpenReport(report, changed));
        }
    }
}
