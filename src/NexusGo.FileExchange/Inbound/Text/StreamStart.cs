using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Text;

internal enum StartEncoding
{
    Utf8,
    Utf8WithMark,
    Windows1252,
    /// <summary>A byte order mark of UTF-16 or UTF-32.</summary>
    NotUtf8,
}

/// <summary>Looks at the byte order mark and gives back a stream without it. A UTF-8 mark counts more than the profile's encoding.</summary>
internal static class StreamStart
{
    public static async ValueTask<(Stream Text, StartEncoding Encoding)> ReadAsync(Stream stream, CsvEncoding agreed, CancellationToken ct)
    {
        var start = new byte[4];
        var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        var bytes = start.AsSpan(0, length);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || bytes.SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
        {
            return (stream, StartEncoding.NotUtf8);
        }

        return bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
            ? (new Prefixed(start.AsMemory(3, length - 3), stream), StartEncoding.Utf8WithMark)
            : (new Prefixed(start.AsMemory(0, length), stream), agreed == CsvEncoding.Windows1252 ? StartEncoding.Windows1252 : StartEncoding.Utf8);
    }

    /// <summary>A few bytes already read, then the rest. Does not own the rest.</summary>
    private sealed class Prefixed(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (prefix.IsEmpty)
            {
                return rest.ReadAsync(buffer, cancellationToken);
            }

            var count = Math.Min(prefix.Length, buffer.Length);
            prefix[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return new(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
