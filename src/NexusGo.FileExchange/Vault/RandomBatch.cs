using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Random bytes drawn from the system in batches: one call for some seventy cards instead of three for each (1.1 µs a call).
/// Every byte is handed out once. Not for several threads.
/// </summary>
internal sealed class RandomBatch : IDisposable
{
    private readonly byte[] buffer = GC.AllocateArray<byte>(4096, pinned: true);
    private int next;

    public RandomBatch() => next = buffer.Length;

    /// <summary>The next bytes, valid until the following call; whoever uses them as a key zeroes the span afterwards.</summary>
    public Span<byte> Take(int count)
    {
        if (count > buffer.Length - next)
        {
            RandomNumberGenerator.Fill(buffer);
            next = 0;
        }

        var taken = buffer.AsSpan(next, count);
        next += count;
        return taken;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(buffer);
        next = buffer.Length;
    }
}
