using System.Text;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Testing.Archive;

namespace NexusGo.FileExchange.Tests.Inbound.Archive;

/// <summary>
/// The same order as packed by 7-Zip, Info-ZIP (to a file, to a pipe, with zip64), Java and Python (to a file, to a pipe, with zip64), kept
/// in corpus/zip; and in the forms of Windows Explorer and the macOS Archive Utility, which do not run where the tests do.
/// </summary>
public sealed class PackerTests
{
    private static readonly ZipLimits Limits = new(100, 1 << 20, 100);

    [Fact]
    public void What_usual_packers_write_is_read()
    {
        foreach (var zip in Fuzzing.Corpus("zip", 8))
        {
            AssertIsTheOrder(zip, passedOver: 0);
        }
    }

    /// <summary>Names in code page 850, no folders of their own, DOS attributes.</summary>
    [Fact]
    public void The_form_of_Windows_Explorer_is_read() => AssertIsTheOrder(ZipForge.Write(
    [
        new("order.csv", "customer_ref;product_code\r\nA-1;ID\r\n"u8.ToArray()) { Flags = 0 },
        new("", "jpeg1"u8.ToArray()) { RawName = [.. "photos/"u8, 0x86, .. "sa.jpg"u8], Flags = 0 },
        new("photos/b.png", "jpeg2"u8.ToArray()) { Flags = 0 },
        new("photos/Thumbs.db", [1]) { Flags = 0 },
    ]), passedOver: 1);

    /// <summary>Sizes behind the data, decomposed UTF-8 that does not say so, resource forks in a folder of their own.</summary>
    [Fact]
    public void The_form_of_the_macOS_Archive_Utility_is_read() => AssertIsTheOrder(ZipForge.Write(
    [
        new("order.csv", "customer_ref;product_code\r\nA-1;ID\r\n"u8.ToArray()) { Flags = 0, Streamed = true, Mode = 0x81A4 },
        new("__MACOSX/._order.csv", [0, 5, 0x16, 7]) { Flags = 0, Streamed = true, Mode = 0x81A4 },
        new("photos/", []) { Flags = 0, Method = 0, Mode = 0x41ED },
        new("photos/a\u030Asa.jpg", "jpeg1"u8.ToArray()) { Flags = 0, Streamed = true, Mode = 0x81A4 },
        new("photos/b.png", "jpeg2"u8.ToArray()) { Flags = 0, Streamed = true, Mode = 0x81A4 },
        new("photos/.DS_Store", [1]) { Flags = 0, Streamed = true, Mode = 0x81A4 },
    ]), passedOver: 2);

    private static void AssertIsTheOrder(byte[] zip, int passedOver)
    {
        var (entries, refusal) = ZipDirectory.Read(new MemoryStream(zip), Limits);
        Assert.Null(refusal);
        var (layout, wrong) = ArchiveLayout.OfOrder(entries);
        Assert.Null(wrong);
        Assert.Equal(passedOver, layout!.PassedOver);
        Assert.Equal("customer_ref;product_code\r\nA-1;ID\r\n", Read(zip, layout.Table!));
        Assert.Equal("jpeg1", Read(zip, layout.Photos[ArchiveLayout.PhotoKey("åsa.jpg")]));
        Assert.Equal("jpeg2", Read(zip, layout.Photos[ArchiveLayout.PhotoKey("b.png")]));
    }

    private static string Read(byte[] zip, ZipEntry entry)
    {
        using var content = new ZipEntryStream(new MemoryStream(zip), entry);
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        Assert.Null(content.Fault);
        return Encoding.UTF8.GetString(copy.ToArray());
    }
}
