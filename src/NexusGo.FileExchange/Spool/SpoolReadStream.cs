using System.Security.Cryptography;

namespace NexusGo.FileExchange.Spool;

/// <summary>One pass over a spool file. Each has its own cipher and buffers, so several may run side by side.</summary>
internal sealed class SpoolReadStream : Stream
{
    private readonly SpoolFile file;
    private readonly SpoolCipher? cipher;
    private readonly byte[] clear = [];
    private readonly byte[] stored = [];
    private long position;
    private long loadedBlock = -1;

    public SpoolReadStream(SpoolFile file, SpoolCipher? cipher)
    {
        this.file = file;
        this.cipher = cipher;
        if (cipher is not null)
        {
            clear = new byte[SpoolCipher.BlockLength];
            stored = new byte[SpoolCipher.StoredBlockLength];
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, file.Length);
            position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || position == file.Length)
        {
            return 0;
        }

        var (blockNo, at) = Math.DivRem(position, SpoolCipher.BlockLength);
        var rest = Block(blockNo)[(int)at..];
        var part = rest[..Math.Min(rest.Length, buffer.Length)];
        part.CopyTo(buffer);
        position += part.Length;
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => file.Length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(clear);
        cipher?.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlySpan<byte> Block(long blockNo)
    {
        if (cipher is null || blockNo != loadedBlock)
        {
            loadedBlock = -1;
            var block = file.ReadBlock(blockNo, cipher, clear, stored);
            loadedBlock = blockNo;
            return block;
        }

        // A block that is already clear; only the last one may be shorter, and reading stops at the file's length.
        return clear.AsSpan(0, (int)Math.Min(SpoolCipher.BlockLength, file.Length - blockNo * SpoolCipher.BlockLength));
    }
}
