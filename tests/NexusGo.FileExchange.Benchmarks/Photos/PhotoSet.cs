using System.Globalization;
using System.IO.Compression;
using SkiaSharp;

namespace NexusGo.FileExchange.Benchmarks.Photos;

/// <summary>A zip file of an order with photos: noise of a wanted size, a dozen different ones in turn.</summary>
internal static class PhotoSet
{
    private const int Different = 12;

    /// <summary>Pictures of about so many bytes each.</summary>
    public static IReadOnlyList<byte[]> Pictures(int bytes) => [.. Enumerable.Range(1, Different).Select(seed => Picture(seed, bytes))];

    /// <summary>Writes the order; its name must not be seen before it is whole.</summary>
    public static void Write(string file, IReadOnlyList<byte[]> pictures, int photos, int firstRow = 0)
    {
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        using (var table = new StreamWriter(zip.CreateEntry("order.csv", CompressionLevel.Fastest).Open()))
        {
            table.Write("customer_ref;product_code;first_name;last_name;photo_file;delivery_address_id\r\n");
            for (var i = 0; i < photos; i++)
            {
                table.Write(string.Create(CultureInfo.InvariantCulture, $"P{firstRow + i};ID-PHOTO;Eva;Ek;{i}.jpg;HQ\r\n"));
            }
        }

        for (var i = 0; i < photos; i++)
        {
            using var entry = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"photos/{i}.jpg"),
                CompressionLevel.NoCompression)
                .Open();
            entry.Write(pictures[i % pictures.Count]);
        }
    }

    /// <summary>Blurred noise, which a camera's picture is like to a coder, at the quality that gives the size.</summary>
    private static byte[] Picture(int seed, int bytes)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(480, 640, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Shader = SKShader.CreatePerlinNoiseTurbulence(0.05f, 0.05f, 4, seed) })
        {
            canvas.Clear(SKColors.LightGray);
            canvas.DrawRect(0, 0, 480, 640, paint);
        }

        return Enumerable.Range(1, 100).Select(quality => Encode(bitmap, quality)).MinBy(jpeg => Math.Abs(jpeg.Length - bytes))!;
    }

    private static byte[] Encode(SKBitmap bitmap, int quality)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }
}
