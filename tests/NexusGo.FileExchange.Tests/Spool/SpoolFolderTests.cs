using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Spool;

public sealed class SpoolFolderTests : IDisposable
{
    private static readonly byte[] Canary = Encoding.UTF8.GetBytes("Kanariefågel-19830101");

    private readonly string directory = Directory.CreateTempSubdirectory("nexusgo-spooltest-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    public static TheoryData<int> Lengths => [0, 1, 65535, 65536, 65537, 262143, 262144, 262145, 327680, 1_000_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_was_written_is_read_again_and_again(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        using var file = Write(NewSpool(), content, piece: 10_007);

        Assert.Equal(length, file.Length);
        for (var pass = 0; pass < 2; pass++)
        {
            Assert.Equal(content, ReadAll(file));
        }
    }

    [Fact]
    public async Task Several_readers_may_run_side_by_side_and_a_stream_may_be_copied_in()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        using var file = NewSpool().Create();
        await using (var target = file.OpenWrite())
        {
            await new MemoryStream(content).CopyToAsync(target);
        }

        file.Complete();
        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadAll(file))));

        Assert.All(copies, copy => Assert.Equal(content, copy));
    }

    [Fact]
    public void A_small_file_never_touches_the_disk_and_a_larger_one_has_no_name_there()
    {
        var opened = 0;
        var spool = new SpoolFolder(directory, NullLogger<SpoolFolder>.Instance, path =>
        {
            opened++;
            return OpenUnlinked(path);
        });
        using var small = Write(spool, new byte[SpoolFile.MemoryLimitBytes]);
        Assert.Equal(0, opened);

        using var large = Write(spool, new byte[SpoolFile.MemoryLimitBytes + 1]);
        Assert.Equal(1, opened);
        Assert.Empty(Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void Nasty65_The_spooled_file_has_no_name_and_holds_nothing_readable_so_a_killed_worker_leaves_nothing()
    {
        var content = Enumerable.Repeat(Canary, 40_000).SelectMany(bytes => bytes).ToArray();
        using var file = Write(NewSpool(), content);

        Assert.Empty(Directory.GetFileSystemEntries(directory));
        var raw = RawContentOfUnlinkedFiles();
        Assert.True(raw.Length > content.Length);
        Assert.Equal(-1, raw.AsSpan().IndexOf("Kanarief"u8));
        Assert.Equal(-1, raw.AsSpan().IndexOf("19830101"u8));
    }

    [Fact]
    public void Only_the_owner_may_use_the_directory_and_the_file()
    {
        var inner = Path.Combine(directory, "spool");
        UnixFileMode mode = default;
        var spool = new SpoolFolder(inner, NullLogger<SpoolFolder>.Instance);
        spool.Prepare();
        using var file = Write(spool, new byte[1_000_000]);
        foreach (var link in UnlinkedDescriptors())
        {
            mode = File.GetUnixFileMode(link);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(inner));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    public static TheoryData<string> Damages => ["cut at a block's border", "cut inside a block", "a changed bit", "two blocks swapped",
        "emptied"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_file_changed_or_cut_behind_our_back_is_noticed(string damage)
    {
        const int block = 65536 + 16;
        FileStream? disk = null;
        var spool = new SpoolFolder(directory, NullLogger<SpoolFolder>.Instance, path => disk = OpenUnlinked(path));
        using var file = Write(spool, RandomNumberGenerator.GetBytes(10 * 65536));
        switch (damage)
        {
            case "cut at a block's border":
                disk!.SetLength(9 * block);
                break;
            case "cut inside a block":
                disk!.SetLength(disk.Length - 1);
                break;
            case "emptied":
                disk!.SetLength(0);
                break;
            case "a changed bit":
                var one = new byte[1];
                RandomAccess.Read(disk!.SafeFileHandle, one, 3 * block);
                one[0] ^= 4;
                RandomAccess.Write(disk.SafeFileHandle, one, 3 * block);
                break;
            default:
                byte[] first = new byte[block], second = new byte[block];
                RandomAccess.Read(disk!.SafeFileHandle, first, 0);
                RandomAccess.Read(disk.SafeFileHandle, second, block);
                RandomAccess.Write(disk.SafeFileHandle, second, 0);
                RandomAccess.Write(disk.SafeFileHandle, first, block);
                break;
        }

        var noticed = Assert.Throws<FileExchangeException>(() => ReadAll(file));

        Assert.Equal(FailureReason.SpoolUnavailable, noticed.Reason);
        Assert.True(noticed.IsTransient);
    }

    [Fact]
    public void A_full_disk_is_a_reason_of_its_own_and_passes()
    {
        // /dev/full answers every write with "no space left on device".
        var spool = new SpoolFolder(directory, NullLogger<SpoolFolder>.Instance,
            _ => new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0));
        using var file = spool.Create();

        var full = Assert.Throws<FileExchangeException>(() => file.Write(new byte[1_000_000]));

        Assert.Equal(FailureReason.SpoolUnavailable, full.Reason);
        Assert.True(full.IsTransient);
        Assert.Contains("full disk", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_directory_is_named()
    {
        var spool = new SpoolFolder(Path.Combine(directory, "gone"), NullLogger<SpoolFolder>.Instance);
        using var file = spool.Create();

        var failure = Assert.Throws<FileExchangeException>(() => file.Write(new byte[1_000_000]));

        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_sweeps_leftovers_of_our_own_and_nothing_else()
    {
        File.WriteAllText(Path.Combine(directory, "nexusgo-1234.spool"), "left");
        File.WriteAllText(Path.Combine(directory, "notes.txt"), "stays");

        Assert.Equal(1, NewSpool().Prepare());

        Assert.Equal("notes.txt", Path.GetFileName(Assert.Single(Directory.GetFiles(directory))));
    }

    [Fact]
    public void An_unfinished_copy_cannot_be_read_and_a_finished_one_cannot_be_written()
    {
        using var file = NewSpool().Create();
        file.Write("half"u8);
        Assert.Throws<InvalidOperationException>(() => file.OpenRead());

        file.Complete();
        Assert.Throws<InvalidOperationException>(() => file.Write("more"u8));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public void A_disposed_file_gives_nothing_to_readers_that_are_still_open(int length)
    {
        var file = Write(NewSpool(), new byte[length]);
        using var reader = file.OpenRead();

        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.ReadExactly(new byte[length]));
        Assert.Throws<ObjectDisposedException>(() => file.OpenRead());
        Assert.Empty(UnlinkedDescriptors());
    }

    private SpoolFolder NewSpool() => new(directory, NullLogger<SpoolFolder>.Instance);

    private static SpoolFile Write(SpoolFolder spool, byte[] content, int piece = 32_768)
    {
        var file = spool.Create();
        for (var at = 0; at < content.Length; at += piece)
        {
            file.Write(content.AsSpan(at, Math.Min(piece, content.Length - at)));
        }

        file.Complete();
        return file;
    }

    private static byte[] ReadAll(SpoolFile file)
    {
        using var copy = new MemoryStream();
        using var reader = file.OpenRead();
        reader.CopyTo(copy, 50_021);
        return copy.ToArray();
    }

    private static FileStream OpenUnlinked(string path)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 0);
        File.Delete(path);
        return file;
    }

    /// <summary>
    /// This process's descriptors of deleted files below the test's directory: what another process of the same user could still look into.
    /// </summary>
    private List<string> UnlinkedDescriptors() =>
        [.. Directory.GetFileSystemEntries("/proc/self/fd").Where(link => TargetOf(link) is { } target
            && target.StartsWith(directory, StringComparison.Ordinal) && target.EndsWith("(deleted)", StringComparison.Ordinal))];

    private byte[] RawContentOfUnlinkedFiles()
    {
        using var all = new MemoryStream();
        foreach (var link in UnlinkedDescriptors())
        {
            using var raw = new FileStream(link, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            raw.CopyTo(all);
        }

        return all.ToArray();
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
