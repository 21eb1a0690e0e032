using NexusGo.FileExchange.Inbound.Archive;

namespace NexusGo.FileExchange.Tests.Inbound.Archive;

public sealed class ArchiveLayoutTests
{
    [Theory]
    [InlineData("order.csv photos/ photos/a.jpg photos/B.PNG", null, 2, 0)]
    [InlineData("Order.CSV Photos/a.jpg", null, 1, 0)]
    [InlineData("order.xlsx", null, 0, 0)]
    [InlineData("order.csv __MACOSX/ __MACOSX/._order.csv .DS_Store photos/a.jpg photos/._a.jpg photos/.DS_Store photos/Thumbs.db "
        + "photos/desktop.ini", null, 1, 7)]
    [InlineData("photos/a.jpg", "F-ZIP-02", 0, 0)]
    [InlineData("order.csv other.csv", "F-ZIP-02", 0, 0)]
    [InlineData("order.csv order.xlsx", "F-ZIP-02", 0, 0)]
    [InlineData("order.csv readme.txt", "F-ZIP-03", 0, 0)]
    [InlineData("order.csv a.jpg", "F-ZIP-03", 0, 0)]
    [InlineData("order.csv photos/more/a.jpg", "F-ZIP-03", 0, 0)]
    [InlineData("order.csv bilder/a.jpg", "F-ZIP-03", 0, 0)]
    [InlineData("order/order.csv order/photos/a.jpg", "F-ZIP-03", 0, 0)]
    [InlineData("order.csv photos/more.zip", "F-ZIP-03", 0, 0)]
    [InlineData("order.csv more.7z", "F-ZIP-03", 0, 0)]
    [InlineData("order.csv photos/a.jpg.pgp", "F-ZIP-03", 0, 0)]
    public void An_order_is_a_table_and_photos(string names, string? code, int photos, int passedOver)
    {
        var (layout, refusal) = ArchiveLayout.OfOrder(Entries(names));
        Assert.Equal(code, refusal?.Code);
        if (code is null)
        {
            Assert.Equal((photos, passedOver), (layout!.Photos.Count, layout.PassedOver));
            Assert.NotNull(layout.Table);
        }
    }

    [Theory]
    [InlineData("A-1.jpg A-2.png", null, 2)]
    [InlineData("photos/A-1.jpg photos/A-2.png", null, 2)]
    [InlineData("A-1.jpg photos/A-1.jpg", "F-ZIP-04", 0)]
    [InlineData("fler/A-1.jpg", "F-ZIP-03", 0)]
    [InlineData("A-1.zip", "F-ZIP-03", 0)]
    public void A_file_of_photos_has_no_table(string names, string? code, int photos)
    {
        var (layout, refusal) = ArchiveLayout.OfPhotos(Entries(names));
        Assert.Equal((code, photos), (refusal?.Code, layout?.Photos.Count ?? 0));
    }

    [Fact]
    public void A_photo_is_found_whatever_the_case_of_its_name() =>
        Assert.True(ArchiveLayout.OfOrder(Entries("order.csv photos/Åsa.JPG"))
            .Layout!.Photos.ContainsKey(ArchiveLayout.PhotoKey("a\u030Asa.jpg")));

    private static ZipEntry[] Entries(string names) => [.. names.Split(' ').Select((name, index) => new ZipEntry
    {
        Number = index + 1, Name = name, IsDeflated = false, Crc32 = 0, PackedBytes = 0, Bytes = 0, HeaderOffset = 0,
    })];
}
