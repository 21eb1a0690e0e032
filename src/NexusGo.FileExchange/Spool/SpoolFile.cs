using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Spool;

/// <summary>
/// One file's private copy: written once from start to end, completed, then read as often as needed, also side by side. Writing is for one
/// thread. Disposing forgets it: the memory is zeroed, the key is gone, the disk space is free.
/// </summary>
public sealed class SpoolFile : IDisposable
{
    /// <summary>Up to this many bytes stay in memory and never touch the disk.</summary>
    public const int MemoryLimitBytes = MemoryBlocks * SpoolCipher.BlockLength;

    private const int MemoryBlocks = 4;

    /// <summary>Most files and nearly all answers are small: room for more of the first block comes when it is needed.</summary>
    private const int FirstBytes = 4 * 1024;

    private readonly SpoolFolder spool;
    private readonly List<byte[]> memory = new(MemoryBlocks);
    private readonly byte[] key = GC.AllocateUninitializedArray<byte>(32, pinned: true);
    private byte[] current = new byte[FirstBytes];
    private byte[] stored = [];
    private int currentLength;
    private long blocks;
    private FileStream? disk;
    private SpoolCipher? cipher;
    private bool disposed;

    internal SpoolFile(SpoolFolder spool) => this.spool = spool;

    /// <summary>Bytes written so far.</summary>
    public long Length => blocks * SpoolCipher.BlockLength + currentLength;

    /// <summary>Whether <see cref="Complete"/> was called: only then is there anything to read.</summary>
    public bool IsComplete { get; private set; }

    /// <exception cref="FileExchangeException"><see cref="FailureReason.SpoolUnavailable"/>: disk full, or the spool directory is
    /// gone.</exception>
    /// <exception cref="InvalidOperationException">Already completed.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ThrowIfComplete();
        while (!bytes.IsEmpty)
        {
            if (currentLength == SpoolCipher.BlockLength)
            {
                StoreBlock();
            }

            var part = bytes[..Math.Min(bytes.Length, SpoolCipher.BlockLength - currentLength)];
            Grow(currentLength + part.Length);
            part.CopyTo(current.AsSpan(currentLength));
            currentLength += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>
    /// A stream in front of <see cref="Write"/>. Disposing it completes nothing: a copy that broke off must not look whole.
    /// </summary>
    public Stream OpenWrite() => new SpoolWriteStream(this);

    /// <summary>Says that the content is whole. A second call does nothing.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (IsComplete)
        {
            return;
        }

        if (disk is not null)
        {
            WriteToDisk(blocks, current.AsSpan(0, currentLength));
            CryptographicOperations.ZeroMemory(current);
        }

        IsComplete = true;
    }

    /// <summary>A new stream over the whole content, from the start; seeking costs one block. Valid until this file is disposed.</summary>
    /// <exception cref="InvalidOperationException">Not completed.</exception>
    public Stream OpenRead()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return IsComplete ? new SpoolReadStream(this, disk is null ? null : new SpoolCipher(key))
            : throw new InvalidOperationException("The spool file is not complete.");
    }

    /// <summary>The clear bytes of one block; from memory, or decrypted into <paramref name="buffer"/>.</summary>
    internal ReadOnlySpan<byte> ReadBlock(long blockNo, SpoolCipher? reader, byte[] buffer, byte[] storedBuffer)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var length = blockNo < blocks ? SpoolCipher.BlockLength : currentLength;
        if (disk is null)
        {
            return (blockNo < blocks ? memory[(int)blockNo] : current).AsSpan(0, length);
        }

        try
        {
            var whole = storedBuffer.AsSpan(0, SpoolCipher.StoredLength(length));
            var read = ReadFully(whole, blockNo * SpoolCipher.StoredBlockLength);
            if (read < whole.Length)
            {
                throw SpoolFailure.Damaged(spool.DirectoryPath);
            }

            reader!.Decrypt(blockNo, whole, buffer.AsSpan(0, length));
            return buffer.AsSpan(0, length);
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw SpoolFailure.Damaged(spool.DirectoryPath, mismatch);
        }
        catch (IOException failure)
        {
            throw SpoolFailure.Translate(failure, spool.DirectoryPath);
        }
    }

    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(current);
        memory.ForEach(block => CryptographicOperations.ZeroMemory(block));
        memory.Clear();
        cipher?.Dispose();
        disk?.Dispose();
    }

    private void Grow(int needed)
    {
        if (needed > current.Length)
        {
            var larger = new byte[needed > SpoolCipher.BlockLength / 4 ? SpoolCipher.BlockLength : SpoolCipher.BlockLength / 4];
            current.AsSpan(0, currentLength).CopyTo(larger);
            CryptographicOperations.ZeroMemory(current);
            current = larger;
        }
    }

    private void StoreBlock()
    {
        if (disk is null && memory.Count < MemoryBlocks - 1)
        {
            memory.Add(current);
            current = new byte[SpoolCipher.BlockLength];
        }
        else
        {
            MoveToDisk();
            WriteToDisk(blocks, current);
        }

        blocks++;
        currentLength = 0;
    }

    private void MoveToDisk()
    {
        if (disk is not null)
        {
            return;
        }

        RandomNumberGenerator.Fill(key);
        cipher = new SpoolCipher(key);
        stored = new byte[SpoolCipher.StoredBlockLength];
        disk = spool.OpenUnlinked();
        for (var i = 0; i < memory.Count; i++)
        {
            WriteToDisk(i, memory[i]);
            CryptographicOperations.ZeroMemory(memory[i]);
        }

        memory.Clear();
    }

    private void WriteToDisk(long blockNo, ReadOnlySpan<byte> clear)
    {
        try
        {
            var length = cipher!.Encrypt(blockNo, clear, stored);
            RandomAccess.Write(disk!.SafeFileHandle, stored.AsSpan(0, length), blockNo * SpoolCipher.StoredBlockLength);
        }
        catch (IOException failure)
        {
            throw SpoolFailure.Translate(failure, spool.DirectoryPath);
        }
    }

    private int ReadFully(Span<byte> buffer, long offset)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(disk!.SafeFileHandle, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    private void ThrowIfComplete()
    {
        if (IsComplete)
        {
            throw new InvalidOperationException("The spool file is complete.");
        }
    }
}
