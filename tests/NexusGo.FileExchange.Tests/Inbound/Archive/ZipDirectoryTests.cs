using System.Text;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Testing.Archive;

namespace NexusGo.FileExchange.Tests.Inbound.Archive;

public sealed class ZipDirectoryTests
{
    private static readonly ZipLimits Limits = new(MaxEntries: 20, MaxBytes: 4 << 20, MaxRatio: 100);

    private static readonly ForgedEntry Csv = new("order.csv", "customer_ref;product_code\n"u8.ToArray());

    private static ForgedEntry Photo(string name = "photos/a.jpg") => new(name, [1, 2, 3]);

    private static readonly byte[] Zeroes = new byte[2 << 20];

    public static TheoryData<string, byte[], string?> Files => new()
    {
        { "an order", ZipForge.Write([Csv, Photo()]), null },
        { "stored", ZipForge.Write([Csv with { Method = 0 }, Photo() with { Method = 0 }]), null },
        { "written to a pipe", ZipForge.Write([Csv with { Streamed = true }, Photo() with { Streamed = true }]), null },
        { "with a comment", ZipForge.Write([Csv], comment: "packed by hand"), null },
        { "with folders", ZipForge.Write([new("photos/", []) { Method = 0, Mode = 0x41ED }, Csv]), null },
        { "empty archive", ZipForge.Write([]), null },
        { "not a zip", new byte[100], "F-ZIP-01" },
        { "too short", "PK"u8.ToArray(), "F-ZIP-01" },
        { "cut off", ZipForge.Write([Csv, Photo()])[..^5], "F-ZIP-01" },
        { "something behind the end", [.. ZipForge.Write([Csv]), 1, 2, 3], "F-ZIP-01" },
        { "something in front", [1, 2, 3, .. ZipForge.Write([Csv])], "F-ZIP-01" },
        { "directory elsewhere", ZipForge.Write([Csv], directoryShift: -4), "F-ZIP-01" },
        { "one entry more than counted", ZipForge.Write([Csv, Photo()], count: 1), "F-ZIP-01" },
        { "one entry fewer than counted", ZipForge.Write([Csv, Photo()], count: 3), "F-ZIP-01" },
        { "a divided archive", Divided(), "F-ZIP-01" },
        { "an unusual method", ZipForge.Write([Csv with { Method = 12 }]), "F-ZIP-01" },
        { "the same bytes twice", ZipForge.Write([Csv, Csv with { Name = "order.csv", RawName = "order.csv"u8.ToArray(), OffsetOf = 0 }]),
            "F-ZIP-04" },
        { "overlapping entries", Overlapping(), "F-ZIP-01" },
        { "another name in front of the data", ZipForge.Write([Csv with { LocalName = "other.csv"u8.ToArray() }]), "F-ZIP-01" },
        { "another size in front of the data", ZipForge.Write([Csv with { LocalSize = 3 }]), "F-ZIP-01" },
        { "another method in front of the data", ZipForge.Write([Csv with { LocalMethod = 0 }]), "F-ZIP-01" },
        { "encrypted in front of the data only", ZipForge.Write([Csv with { LocalFlags = 1 << 11 | 1 }]), "F-ZIP-01" },
        { "packed size beyond the file", ZipForge.Write([Csv with { PackedSize = 1 << 20, Size = 1 << 20 }]), "F-ZIP-01" },
        { "encrypted", ZipForge.Write([Csv with { Flags = 1 << 11 | 1 }]), "F-ZIP-05" },
        { "encrypted strongly", ZipForge.Write([Csv with { Flags = 1 << 11 | 1 << 6 | 1 }]), "F-ZIP-05" },
        { "encrypted by WinZip", ZipForge.Write([Csv with { Method = 99, Flags = 1 << 11 | 1 }]), "F-ZIP-05" },
        { "a link", ZipForge.Write([Csv, Photo() with { Mode = 0xA1FF }]), "F-ZIP-03" },
        { "a device", ZipForge.Write([Csv, Photo() with { Mode = 0x21FF }]), "F-ZIP-03" },
        { "a way up", ZipForge.Write([Photo("photos/../../etc/passwd")]), "F-ZIP-03" },
        { "absolute", ZipForge.Write([Photo("/etc/passwd")]), "F-ZIP-03" },
        { "a drive", ZipForge.Write([Photo("C:/photos/a.jpg")]), "F-ZIP-03" },
        { "backslashes", ZipForge.Write([Photo("photos\\a.jpg")]), "F-ZIP-03" },
        { "an empty part", ZipForge.Write([Photo("photos//a.jpg")]), "F-ZIP-03" },
        { "a dot", ZipForge.Write([Photo("./order.csv")]), "F-ZIP-03" },
        { "NUL", ZipForge.Write([Photo("photos/a.jpg\0.csv")]), "F-ZIP-03" },
        { "no name", ZipForge.Write([Photo("")]), "F-ZIP-03" },
        { "bad UTF-8 that says it is", ZipForge.Write([Photo() with { RawName = [0xFF, 0xFE, (byte)'a'] }]), "F-ZIP-03" },
        { "the same name twice", ZipForge.Write([Csv, Photo(), Photo()]), "F-ZIP-04" },
        { "the same name in capitals", ZipForge.Write([Csv, Photo("photos/å.jpg"), Photo("PHOTOS/Å.JPG")]), "F-ZIP-04" },
        { "the same name in two Unicode forms", ZipForge.Write([Csv, Photo("photos/\u00E5.jpg"), Photo("photos/a\u030A.jpg")]),
            "F-ZIP-04" },
        { "too many entries", ZipForge.Write(Enumerable.Range(0, 21).Select(i => Photo($"photos/{i}.jpg"))), "F-ZIP-06" },
        { "too tightly packed", ZipForge.Write([new("photos/a.jpg", Zeroes)]), "F-ZIP-06" },
        { "too much together",
            ZipForge.Write(Enumerable.Range(0, 3).Select(i => new ForgedEntry($"photos/{i}.jpg", new byte[1_500_000]) { Method = 0 })),
            "F-ZIP-06" },
    };

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void The_directory_is_judged_as_a_whole(string what, byte[] zip, string? code)
    {
        var (entries, refusal) = ZipDirectory.Read(new MemoryStream(zip), Limits);
        Assert.True(code == refusal?.Code, $"{what}: {refusal}");
        Assert.True(code is null || entries.Count == 0);
    }

    public static TheoryData<string, byte[]> Liars => new()
    {
        { "more than promised", ZipForge.Write([new("a", new byte[500_000]) { Size = 400_000 }]) },
        { "less than promised", ZipForge.Write([new("a", new byte[500_000]) { Size = 600_000 }]) },
        { "another checksum", ZipForge.Write([new("a", [1, 2, 3]) { Crc = 1 }]) },
        { "no deflate", ZipForge.Write([new("a", [1, 2, 3]) { Method = 0, Size = 3, PackedSize = 3, LocalMethod = 0 }]) is var stored
            ? Redeclare(stored) : [] },
    };

    [Theory]
    [MemberData(nameof(Liars), DisableDiscoveryEnumeration = true)]
    public void Bytes_that_break_the_directorys_promise_end_the_entry(string what, byte[] zip)
    {
        var (entries, refusal) = ZipDirectory.Read(new MemoryStream(zip), Limits);
        Assert.True(refusal is null, $"{what}: {refusal}");
        using var content = new ZipEntryStream(new MemoryStream(zip), entries[0]);
        using var copy = new MemoryStream();
        content.CopyTo(copy);

        Assert.Equal("F-ZIP-01", content.Fault?.Code);
        Assert.True(copy.Length <= entries[0].Bytes, $"{what}: {copy.Length} of {entries[0].Bytes} bytes");
    }

    [Theory]
    [InlineData("photos/åäö.jpg", true, new byte[] { })]
    [InlineData("photos/åäö.jpg", false, new byte[] { 0x86, 0x84, 0x94 })] // code page 437, and 850 agrees
    // UTF-8 that does not say so, as macOS wrote it
    [InlineData("photos/åäö.jpg", false, new byte[] { 0xC3, 0xA5, 0xC3, 0xA4, 0xC3, 0xB6 })]
    // decomposed, as macOS writes it
    [InlineData("photos/åäö.jpg", true, new byte[] { 0x61, 0xCC, 0x8A, 0x61, 0xCC, 0x88, 0x6F, 0xCC, 0x88 })]
    public void Names_are_read_in_every_form_that_packers_write(string expected, bool utf8, byte[] letters)
    {
        byte[] raw = letters.Length == 0 ? Encoding.UTF8.GetBytes(expected) : [.. "photos/"u8, .. letters, .. ".jpg"u8];
        var zip = ZipForge.Write([new("", [1]) { RawName = raw, Flags = (ushort)(utf8 ? 1 << 11 : 0) }]);

        Assert.Equal(expected, ZipDirectory.Read(new MemoryStream(zip), Limits).Entries.Single().Name);
    }

    [Fact]
    public void The_Unicode_path_of_Info_ZIP_counts_only_with_the_right_checksum()
    {
        var crc = System.IO.Hashing.Crc32.HashToUInt32("photos/?.jpg"u8);
        Assert.Equal("photos/å.jpg", NameWith(crc));
        Assert.Equal("photos/?.jpg", NameWith(crc + 1));

        static string NameWith(uint checksum)
        {
            byte[] path = [1, .. BitConverter.GetBytes(checksum), .. "photos/å.jpg"u8];
            var zip = ZipForge.Write([new("photos/?.jpg", [1]) { Flags = 0, Extra = [0x75, 0x70, (byte)path.Length, 0, .. path] }]);
            return ZipDirectory.Read(new MemoryStream(zip), Limits).Entries.Single().Name;
        }
    }

    [Fact]
    public void No_refusal_repeats_a_name() =>
        Assert.DoesNotContain("Anna", ZipDirectory.Read(new MemoryStream(ZipForge.Write([Photo("photos/../Anna.jpg")])), Limits)
            .Refusal!.ToString(), StringComparison.Ordinal);

    /// <summary>The second entry's header lies inside the first one's data.</summary>
    private static byte[] Overlapping()
    {
        var inner = ZipForge.Write([Photo("b.jpg") with { Method = 0 }]);
        var local = inner.AsSpan(0, 30 + 5 + 3).ToArray();
        var zip = ZipForge.Write([new("a.jpg", local) { Method = 0 }, Photo("b.jpg") with { Method = 0, OffsetOf = 0 }]);
        var second = zip.AsSpan().LastIndexOf("b.jpg"u8) - 4;
        BitConverter.GetBytes((uint)(30 + 5)).CopyTo(zip, second);
        return zip;
    }

    private static byte[] Divided()
    {
        var zip = ZipForge.Write([Csv]);
        zip[^18] = 1; // number of this disk
        return zip;
    }

    /// <summary>Says of stored bytes that they are deflated.</summary>
    private static byte[] Redeclare(byte[] stored)
    {
        var zip = (byte[])stored.Clone();
        zip[8] = 8;
        zip[zip.AsSpan().IndexOf<byte>([0x50, 0x4B, 1, 2]) + 10] = 8;
        return zip;
    }
}
