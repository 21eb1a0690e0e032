using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Version 7 UUIDs (RFC 9562 section 5.7), each greater than the one before in the order PostgreSQL compares, so that index pages fill from
/// the right. A counter in the 12 bits after the milliseconds (section 6.2, method 1); when it is used up, or the clock steps back, time is
/// borrowed from the next millisecond. For many threads.
/// </summary>
public sealed class Uuid7Sequence
{
    private const int CounterLimit = 1 << 12;

    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly byte[] random = new byte[2048];
    private int nextRandom;
    private long milliseconds;
    private int counter;

    public Uuid7Sequence(TimeProvider clock)
    {
        this.clock = clock;
        nextRandom = random.Length;
    }

    public Guid Next()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (gate)
        {
            return NextAt(now);
        }
    }

    /// <summary>Fills a batch for one look at the clock.</summary>
    public void Fill(Span<Guid> ids)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (gate)
        {
            foreach (ref var id in ids)
            {
                id = NextAt(now);
            }
        }
    }

    private Guid NextAt(long now)
    {
        if (now > milliseconds)
        {
            milliseconds = now;
            counter = 0;
        }
        else if (++counter == CounterLimit)
        {
            milliseconds++;
            counter = 0;
        }

        if (nextRandom == random.Length)
        {
            RandomNumberGenerator.Fill(random);
            nextRandom = 0;
        }

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, (milliseconds << 16) | 0x7000L | (uint)counter);
        random.AsSpan(nextRandom, 8).CopyTo(id[8..]);
        nextRandom += 8;
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
