using System.Buffers.Binary;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// The frame header of a JPEG (ITU-T T.81, B.2.2), found by walking its marker segments: what a decoder would be asked to do, before one is
/// asked.
/// </summary>
/// <param name="Process">Low byte of the SOF marker: C0 and C1 sequential, C2 progressive.</param>
/// <param name="Precision">Bits a sample.</param>
/// <param name="Width">In pixels, as stored.</param>
/// <param name="Height">In pixels, as stored.</param>
/// <param name="Components">1 grey, 3 colours, 4 CMYK.</param>
internal readonly record struct JpegFrame(byte Process, int Precision, int Width, int Height, int Components)
{
    private const int StartOfFrameBytes = 8;

    public PhotoProblem Problem => this switch
    {
        { Process: not (0xC0 or 0xC1 or 0xC2) } => PhotoProblem.UnusualJpeg,
        { Precision: not 8 } => PhotoProblem.TwelveBit,
        { Components: 4 } => PhotoProblem.Cmyk,
        { Components: not (1 or 3) } => PhotoProblem.UnusualJpeg,
        { Width: 0 } or { Height: 0 } => PhotoProblem.Damaged,
        _ => PhotoProblem.None,
    };

    /// <summary>Null: it has no frame before its first scan.</summary>
    public static JpegFrame? Find(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length;)
        {
            if (jpeg[at] != 0xFF)
            {
                return null;
            }

            var marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                at++; // fill byte
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            var segment = jpeg[(at + 4)..];
            if (marker is 0xDA or 0xD9 || length < 2 || segment.Length < length - 2)
            {
                return null;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return length < StartOfFrameBytes ? null : new JpegFrame(marker, segment[0],
                    BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), segment[5]);
            }

            at += 2 + length;
        }

        return null;
    }
}
