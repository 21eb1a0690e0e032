using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using SkiaSharp;

namespace NexusGo.FileExchange.Testing.Photos;

/// <summary>Pictures drawn by tests: four quarters of plain colours, nobody's face.</summary>
public static class TestPictures
{
    /// <summary>The colours of the quarters: top left, top right, bottom left, bottom right.</summary>
    public const string Quarters = "RGBY";

    private static readonly Dictionary<char, SKColor> Colours = new()
    {
        ['R'] = new(220, 30, 30), ['G'] = new(30, 160, 30), ['B'] = new(30, 30, 220), ['Y'] = new(230, 220, 40), ['W'] = SKColors.White,
    };

    public static byte[] Jpeg(int width = 320, int height = 420, int quality = 90) =>
        Encode(width, height, SKEncodedImageFormat.Jpeg, quality);

    public static byte[] Png(int width = 320, int height = 420) => Encode(width, height, SKEncodedImageFormat.Png, 100);

    public static byte[] WebP(int width = 320, int height = 420) => Encode(width, height, SKEncodedImageFormat.Webp, 80);

    /// <summary>A JPEG with a segment put behind its first marker.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> content)
    {
        var result = new byte[jpeg.Length + 4 + content.Length];
        jpeg.AsSpan(0, 2).CopyTo(result);
        result[2] = 0xFF;
        result[3] = marker;
        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(4), (ushort)(content.Length + 2));
        content.CopyTo(result.AsSpan(6));
        jpeg.AsSpan(2).CopyTo(result.AsSpan(6 + content.Length));
        return result;
    }

    /// <summary>Exif with the tag Orientation and, behind it, a text that stands for a place, a camera or a thumbnail.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, string marker = "")
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, // big-endian TIFF, first directory at 8
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, // one entry: 0x0112, SHORT, one value
            .. Encoding.ASCII.GetBytes(marker),
        ];
        return WithSegment(jpeg, 0xE1, exif);
    }

    /// <summary>Changes a byte of the frame header: 0 marker, 3 precision, 4 height (its higher byte), 8 number of components.</summary>
    public static byte[] WithFrame(byte[] jpeg, int offset, byte value)
    {
        var changed = (byte[])jpeg.Clone();
        changed[changed.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1 + offset] = value;
        return changed;
    }

    /// <summary>A PNG of one colour written by hand, in forms that Skia does not write.</summary>
    public static byte[] PlainPng(int width, int height, int bitDepth, int colourType, byte[] pixel, byte[]? palette = null)
    {
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] row = [0, .. Enumerable.Repeat(pixel, width).SelectMany(bytes => bytes)];
            for (var y = 0; y < height; y++)
            {
                zlib.Write(row);
            }
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = ((byte)bitDepth, (byte)colourType);
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", head), .. palette is null ? [] : Chunk("PLTE", palette),
            .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        var chunk = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(named.Length + 4), Crc32.HashToUInt32(named));
        return chunk;
    }

    /// <summary>The colours in the middle of the four quarters.</summary>
    public static string QuartersOf(byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        var (x, y) = (bitmap.Width / 4, bitmap.Height / 4);
        return string.Concat(new[] { (x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y) }
            .Select(at => Nearest(bitmap.GetPixel(at.Item1, at.Item2))));
    }

    private static char Nearest(SKColor colour) => Colours.MinBy(one =>
        Math.Abs(one.Value.Red - colour.Red) + Math.Abs(one.Value.Green - colour.Green) + Math.Abs(one.Value.Blue - colour.Blue)).Key;

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format, int quality)
    {
        using var bitmap =
            new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using (var canvas = new SKCanvas(bitmap))
        {
            var places = new[] { (0, 0), (1, 0), (0, 1), (1, 1) };
            foreach (var ((x, y), colour) in places.Zip(Quarters))
            {
                using var paint = new SKPaint { Color = Colours[colour] };
                canvas.DrawRect(x * width / 2f, y * height / 2f, width / 2f, height / 2f, paint);
            }
        }

        return bitmap.Encode(format, quality).ToArray();
    }
}
