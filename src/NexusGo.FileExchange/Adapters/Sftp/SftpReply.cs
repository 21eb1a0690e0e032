using System.Buffers;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>One answer in a pooled buffer. Whoever receives it disposes it once, after the last look at its bytes.</summary>
internal readonly struct SftpReply(byte[] buffer, int length) : IDisposable
{
    /// <summary>Type and request id stand before the body.</summary>
    public const int HeaderBytes = 5;

    public SftpPacketType Type => (SftpPacketType)buffer[0];

    public ReadOnlyMemory<byte> Body => buffer.AsMemory(HeaderBytes, length - HeaderBytes);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
