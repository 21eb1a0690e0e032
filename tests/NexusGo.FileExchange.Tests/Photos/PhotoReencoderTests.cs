using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Testing.Photos;

namespace NexusGo.FileExchange.Tests.Photos;

public sealed class PhotoReencoderTests
{
    private const string Planted = "PLANTED-MARKER-59.3293N-18.0686E";

    public static TheoryData<string, byte[], PhotoProblem> Pictures => new()
    {
        { "JPEG", TestPictures.Jpeg(), PhotoProblem.None },
        { "PNG", TestPictures.Png(), PhotoProblem.None },
        { "the smallest", TestPictures.Jpeg(300, 410), PhotoProblem.None },
        { "narrowest", TestPictures.Jpeg(700, 1000), PhotoProblem.None },
        { "widest", TestPictures.Jpeg(850, 1000), PhotoProblem.None },
        { "too narrow", TestPictures.Jpeg(699, 1000), PhotoProblem.Aspect },
        { "too wide", TestPictures.Jpeg(851, 1000), PhotoProblem.Aspect },
        { "one column short", TestPictures.Jpeg(299, 410), PhotoProblem.TooFewPixels },
        { "one row short", TestPictures.Jpeg(300, 409), PhotoProblem.TooFewPixels },
        { "too high", TestPictures.WithFrame(TestPictures.Jpeg(), 4, 0x18), PhotoProblem.TooManyPixels },
        { "PNG that says it is huge", TestPictures.PlainPng(1, 1, 8, 2, [1, 2, 3])[..16]
            .Concat<byte>([0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]).Concat(new byte[20]).ToArray(), PhotoProblem.TooManyPixels },
        { "palette PNG", TestPictures.PlainPng(320, 420, 8, 3, [1], [0, 0, 0, 220, 30, 30]), PhotoProblem.None },
        { "16 bit PNG", TestPictures.PlainPng(320, 420, 16, 2, [220, 0, 30, 0, 30, 0]), PhotoProblem.None },
        { "grey PNG", TestPictures.PlainPng(320, 420, 8, 0, [128]), PhotoProblem.None },
        { "CMYK", TestPictures.WithFrame(TestPictures.Jpeg(), 8, 4), PhotoProblem.Cmyk },
        { "12 bit", TestPictures.WithFrame(TestPictures.Jpeg(), 3, 12), PhotoProblem.TwelveBit },
        { "lossless", TestPictures.WithFrame(TestPictures.Jpeg(), 0, 0xC3), PhotoProblem.UnusualJpeg },
        { "arithmetic", TestPictures.WithFrame(TestPictures.Jpeg(), 0, 0xC9), PhotoProblem.UnusualJpeg },
        { "JPEG cut in half", TestPictures.Jpeg()[..2000], PhotoProblem.Damaged },
        { "PNG cut in half", TestPictures.Png()[..400], PhotoProblem.Damaged },
        { "JPEG head alone", TestPictures.Jpeg()[..20], PhotoProblem.Damaged },
        { "WebP", TestPictures.WebP(), PhotoProblem.WebP },
        { "HEIC", [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0], PhotoProblem.Heic },
        { "HEIF by a newer phone", [0, 0, 0, 0x18, .. "ftypmif1"u8, 0, 0, 0, 0], PhotoProblem.Heic },
        { "AVIF", [0, 0, 0, 0x18, .. "ftypavif"u8, 0, 0, 0, 0], PhotoProblem.Avif },
        { "GIF", [.. "GIF89a"u8, 0, 0], PhotoProblem.Gif },
        { "PDF", [.. "%PDF-1.7"u8], PhotoProblem.Pdf },
        { "zip", [.. "PK\u0003\u0004"u8], PhotoProblem.Archive },
        { "text", [.. "customer_ref;photo"u8], PhotoProblem.NoPicture },
        { "nothing", [], PhotoProblem.NoPicture },
    };

    [Theory]
    [MemberData(nameof(Pictures), DisableDiscoveryEnumeration = true)]
    public void A_picture_is_judged_by_its_content(string what, byte[] picture, PhotoProblem expected)
    {
        var result = PhotoReencoder.Run(picture);
        Assert.True(expected == result.Problem, $"{what}: {result}");
        Assert.Equal(expected == PhotoProblem.None, PictureFormat.IsJpeg(result.Jpeg));
    }

    /// <summary>The tag's eight values (Exif 2.3, 4.6.4): where row 0 and column 0 of what is stored belong.</summary>
    [Theory]
    [InlineData(1, "RGBY")]
    [InlineData(2, "GRYB")]
    [InlineData(3, "YBGR")]
    [InlineData(4, "BYRG")]
    [InlineData(5, "RBGY")]
    [InlineData(6, "BRYG")]
    [InlineData(7, "YGBR")]
    [InlineData(8, "GYRB")]
    public void The_orientation_is_applied(int orientation, string quarters)
    {
        var (width, height) = orientation >= 5 ? (420, 320) : (320, 420);

        var result = PhotoReencoder.Run(TestPictures.WithOrientation(TestPictures.Jpeg(width, height), orientation));

        Assert.Equal((PhotoProblem.None, 320, 420), (result.Problem, result.Width, result.Height));
        Assert.Equal(quarters, TestPictures.QuartersOf(result.Jpeg));
        Assert.Equal(quarters, TestPictures.QuartersOf(PhotoReencoder.Run(result.Jpeg).Jpeg));
    }

    public static TheoryData<string, byte[]> Carriers => new()
    {
        { "Exif", TestPictures.WithOrientation(TestPictures.Jpeg(), 1, Planted) },
        { "XMP", TestPictures.WithSegment(TestPictures.Jpeg(), 0xE1,
            [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Planted)]) },
        { "colour profile",
            TestPictures.WithSegment(TestPictures.Jpeg(), 0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. Encoding.ASCII.GetBytes(Planted)]) },
        { "Photoshop", TestPictures.WithSegment(TestPictures.Jpeg(), 0xED, [.. "Photoshop 3.0\0"u8, .. Encoding.ASCII.GetBytes(Planted)]) },
        { "JFXX thumbnail",
            TestPictures.WithSegment(TestPictures.Jpeg(), 0xE0, [.. "JFXX\0\u0010"u8, .. Encoding.ASCII.GetBytes(Planted)]) },
        { "comment", TestPictures.WithSegment(TestPictures.Jpeg(), 0xFE, Encoding.ASCII.GetBytes(Planted)) },
        { "behind the end", [.. TestPictures.Jpeg(), .. Encoding.ASCII.GetBytes(Planted)] },
        { "PNG text", [.. TestPictures.Png()[..^12], .. TestPictures.Chunk("tEXt", [.. "Comment\0"u8, .. Encoding.ASCII.GetBytes(Planted)]),
            .. TestPictures.Chunk("IEND", [])] },
        { "PNG Exif",
            [.. TestPictures.Png()[..^12], .. TestPictures.Chunk("eXIf",
            [.. "MM\0*"u8, 0, 0, 0, 8, 0, 0, .. Encoding.ASCII.GetBytes(Planted)]), .. TestPictures.Chunk("IEND", [])] },
        { "behind a PNG", [.. TestPictures.Png(), .. Encoding.ASCII.GetBytes(Planted)] },
    };

    [Theory]
    [MemberData(nameof(Carriers), DisableDiscoveryEnumeration = true)]
    public void Nothing_but_pixels_survives(string what, byte[] picture)
    {
        Assert.True(picture.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Planted)) > 0, $"{what}: nothing is planted");

        var result = PhotoReencoder.Run(picture);

        Assert.Equal(PhotoProblem.None, result.Problem);
        Assert.Equal(-1, result.Jpeg.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Planted)));
        Assert.Equal([0xE0, 0xDB, 0xC0, 0xC4, 0xDA], Segments(result.Jpeg).Distinct());
        Assert.Equal([0xFF, 0xD9], result.Jpeg[^2..]);
    }

    [Fact]
    public void Transparent_parts_become_white() =>
        Assert.Equal("WWWW", TestPictures.QuartersOf(PhotoReencoder.Run(TestPictures.PlainPng(320, 420, 8, 6, [0, 0, 0, 0])).Jpeg));

    [Fact]
    public void A_progressive_picture_is_read()
    {
        var progressive = Fuzzing.Corpus("photos", 1)
            .First(picture => JpegFrame.Find(picture) is { Process: 0xC2, Problem: PhotoProblem.None });
        Assert.Equal(PhotoProblem.None, PhotoReencoder.Run(progressive).Problem);
    }

    [Fact]
    public void Hints_name_what_phones_send()
    {
        Assert.Contains("HEIC", PhotoRefusals.HintOf(PhotoResult.Refused(PhotoProblem.Heic), AnswerLanguage.En), StringComparison.Ordinal);
        Assert.Contains("299 × 410", PhotoRefusals.HintOf(PhotoResult.Refused(PhotoProblem.TooFewPixels, 299, 410), AnswerLanguage.Sv),
            StringComparison.Ordinal);
    }

    /// <summary>Markers up to the scan.</summary>
    private static IEnumerable<int> Segments(byte[] jpeg)
    {
        for (var at = 2; ; at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))
        {
            yield return jpeg[at + 1];
            if (jpeg[at + 1] == 0xDA)
            {
                yield break;
            }
        }
    }
}
