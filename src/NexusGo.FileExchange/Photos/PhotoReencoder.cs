using System.Buffers.Binary;
using SkiaSharp;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// Checks one picture, decodes it whole, turns it upright and writes it anew as a JPEG in sRGB. What comes out is made from pixels alone:
/// no metadata, thumbnail, place or trailing byte of what came in is in it. Runs in the decoder's process only, because the picture may be
/// hostile.
/// </summary>
public static class PhotoReencoder
{
    public static PhotoResult Run(ReadOnlySpan<byte> picture)
    {
        if (Refuse(picture) is { } refused)
        {
            return refused;
        }

        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return PhotoResult.Refused(PhotoProblem.Damaged);
        }

        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        if (CheckSize(codec.EncodedOrigin, info.Width, info.Height) is { } wrongSize)
        {
            return wrongSize;
        }

        using var decoded = new SKBitmap(info);
        if (codec.GetPixels(info, decoded.GetPixels()) != SKCodecResult.Success)
        {
            return PhotoResult.Refused(PhotoProblem.Damaged);
        }

        using var upright = Upright(decoded, codec.EncodedOrigin);
        return Encode(upright ?? decoded);
    }

    /// <summary>What the header alone tells: nothing of a refused picture reaches the decoder.</summary>
    private static PhotoResult? Refuse(ReadOnlySpan<byte> picture)
    {
        if (PictureFormat.IsPng(picture))
        {
            // IHDR is the first chunk: length, name, width, height (PNG specification, 11.2.1).
            return picture.Length < 33 || !picture[12..].StartsWith("IHDR"u8)
                ? PhotoResult.Refused(PhotoProblem.Damaged)
                : CheckSides(BinaryPrimitives.ReadUInt32BigEndian(picture[16..]), BinaryPrimitives.ReadUInt32BigEndian(picture[20..]));
        }

        if (!PictureFormat.IsJpeg(picture))
        {
            return PhotoResult.Refused(PictureFormat.OtherKind(picture));
        }

        return JpegFrame.Find(picture) switch
        {
            null => PhotoResult.Refused(PhotoProblem.Damaged),
            { Problem: not PhotoProblem.None } frame => PhotoResult.Refused(frame.Problem),
            { } frame => CheckSides((uint)frame.Width, (uint)frame.Height),
        };
    }

    private static PhotoResult? CheckSides(uint width, uint height) => (width, height) switch
    {
        (0, _) or (_, 0) => PhotoResult.Refused(PhotoProblem.Damaged),
        ( > PhotoLimits.MaxSidePixels, _) or (_, > PhotoLimits.MaxSidePixels) =>
            PhotoResult.Refused(PhotoProblem.TooManyPixels, Shown(width), Shown(height)),
        _ => null,
    };

    private static int Shown(uint side) => (int)Math.Min(side, int.MaxValue);

    private static PhotoResult? CheckSize(SKEncodedOrigin origin, int width, int height)
    {
        (width, height) = IsTurned(origin) ? (height, width) : (width, height);
        var aspect = (double)width / height;
        return (width, height) switch
        {
            ( < PhotoLimits.MinWidthPixels, _) or (_, < PhotoLimits.MinHeightPixels) =>
                PhotoResult.Refused(PhotoProblem.TooFewPixels, width, height),
            ( > PhotoLimits.MaxSidePixels, _) or (_, > PhotoLimits.MaxSidePixels) =>
                PhotoResult.Refused(PhotoProblem.TooManyPixels, width, height),
            _ when aspect is < PhotoLimits.MinAspect or > PhotoLimits.MaxAspect => PhotoResult.Refused(PhotoProblem.Aspect, width, height),
            _ => null,
        };
    }

    private static bool IsTurned(SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>The picture as a viewer shows it, on white where it is transparent; null: it is so already.</summary>
    private static SKBitmap? Upright(SKBitmap decoded, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default && decoded.AlphaType == SKAlphaType.Opaque)
        {
            return null;
        }

        var (width, height) = IsTurned(origin) ? (decoded.Height, decoded.Width) : (decoded.Width, decoded.Height);
        var upright = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, decoded.ColorSpace));
        using var canvas = new SKCanvas(upright);
        canvas.Clear(SKColors.White);
        canvas.SetMatrix(Turn(origin, width, height));
        canvas.DrawBitmap(decoded, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return upright;
    }

    /// <summary>From stored to shown coordinates, for the eight values of the tag Orientation (Exif 2.3, 4.6.4).</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static PhotoResult Encode(SKBitmap upright)
    {
        using var pixels = upright.PeekPixels();

        // Without a colour space no profile is written; a JPEG without one is sRGB.
        using var plain = new SKPixmap(new SKImageInfo(upright.Width, upright.Height, SKColorType.Rgba8888, SKAlphaType.Opaque),
            pixels.GetPixels(), pixels.RowBytes);
        using var jpeg = plain.Encode(new SKJpegEncoderOptions(PhotoLimits.StoredQuality, SKJpegEncoderDownsample.Downsample420,
            SKJpegEncoderAlphaOption.Ignore));
        return jpeg is null
            ? PhotoResult.Refused(PhotoProblem.Damaged)
            : new PhotoResult(PhotoProblem.None, upright.Width, upright.Height, jpeg.ToArray());
    }
}
