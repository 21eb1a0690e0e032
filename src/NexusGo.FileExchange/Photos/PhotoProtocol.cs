using System.Buffers.Binary;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// What the worker and its decoder say to each other over two pipes. Question: length (4 bytes), picture. Answer: problem (1 byte), width,
/// height, length (4 bytes each), JPEG. All numbers are little-endian.
/// </summary>
internal static class PhotoProtocol
{
    /// <summary>
    /// A JPEG of the largest picture at the stored quality is smaller; a longer answer comes from a decoder that was taken over.
    /// </summary>
    public const int MaxAnswerBytes = 64 << 20;

    private const int AnswerHeadBytes = 1 + (3 * sizeof(int));

    public static async ValueTask AskAsync(Stream output, ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, picture.Length);
        await output.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(picture, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null: the decoder ended, or answers what no decoder of ours would.</summary>
    public static async ValueTask<PhotoResult?> ReadAnswerAsync(Stream input, CancellationToken cancellationToken)
    {
        var head = new byte[AnswerHeadBytes];
        if (await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false) < head.Length)
        {
            return null;
        }

        var (problem, width, height, length) = ((PhotoProblem)head[0], Int(head, 0), Int(head, 1), Int(head, 2));
        if (!Enum.IsDefined(problem) || width < 0 || height < 0 || length is < 0 or > MaxAnswerBytes
            || (problem == PhotoProblem.None) != (length > 0))
        {
            return null;
        }

        var jpeg = new byte[length];
        var read = await input.ReadAtLeastAsync(jpeg, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read < length ? null : new PhotoResult(problem, width, height, jpeg);
    }

    /// <summary>The decoder's side: answers until the worker closes the pipe.</summary>
    public static void Serve(Stream input, Stream output, Func<byte[], PhotoResult> reencode)
    {
        var head = new byte[AnswerHeadBytes];
        while (input.ReadAtLeast(head.AsSpan(0, sizeof(int)), sizeof(int), throwOnEndOfStream: false) == sizeof(int))
        {
            var picture = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
            input.ReadExactly(picture);
            var result = reencode(picture);
            head[0] = (byte)result.Problem;
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), result.Width);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(5), result.Height);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(9), result.Jpeg.Length);
            output.Write(head);
            output.Write(result.Jpeg);
            output.Flush();
        }
    }

    private static int Int(byte[] head, int index) => BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1 + (index * sizeof(int))));
}
