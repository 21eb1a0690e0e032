namespace NexusGo.FileExchange.Photos;

/// <summary>What a file is by its first bytes; its name is not asked.</summary>
internal static class PictureFormat
{
    public static bool IsJpeg(ReadOnlySpan<byte> content) => content.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    public static bool IsPng(ReadOnlySpan<byte> content) =>
        content.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>What else people send, so that the answer can name it.</summary>
    public static PhotoProblem OtherKind(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith("GIF8"u8) => PhotoProblem.Gif,
        _ when content.StartsWith("BM"u8) => PhotoProblem.Bmp,
        _ when content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8) => PhotoProblem.Tiff,
        _ when content.StartsWith("%PDF"u8) => PhotoProblem.Pdf,
        _ when content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith("7z"u8) || content.StartsWith("Rar!"u8) => PhotoProblem.Archive,
        _ when content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) => PhotoProblem.WebP,
        _ when content.Length >= 12 && content[4..].StartsWith("ftyp"u8) => Brand(content[8..12]),
        _ => PhotoProblem.NoPicture,
    };

    /// <summary>Major brands of ISO/IEC 23008-12 (HEIF) and AVIF.</summary>
    private static PhotoProblem Brand(ReadOnlySpan<byte> brand) => brand switch
    {
        _ when brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) => PhotoProblem.Avif,
        _ when brand[..3].SequenceEqual("hei"u8) || brand[..3].SequenceEqual("hev"u8) || brand.SequenceEqual("mif1"u8)
            || brand.SequenceEqual("msf1"u8) =>
            PhotoProblem.Heic,
        _ => PhotoProblem.NoPicture,
    };
}
