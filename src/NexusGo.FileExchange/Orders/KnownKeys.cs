using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Which keys the register and this file have brought so far, in 8 MB at most however many there are: a blocked Bloom filter (F. Putze, P. Sanders, J. Singler,
/// "Cache-, Hash- and Space-Efficient Bloom Filters", 2007), whose probes for one key lie in one cache line. "No" is certain; "perhaps" is to be looked up. The
/// keys are keyed hashes, so their own bits serve as the filter's hash values. A key that is looked up for nothing stops the stream of cards into the register:
/// even of two million keys, the most there is room for, these are about five of a hundred thousand.
/// </summary>
internal sealed class KnownKeys
{
    private const int BitsPerKey = 32;
    private const long MaxBits = 1 << 26;
    private const int WordsInBlock = 8;
    private const int BitsInBlock = WordsInBlock * 64;
    private const int Probes = 7;

    private readonly ulong[] words;

    /// <param name="expected">How many keys there may be.</param>
    public KnownKeys(long expected) =>
        words = new ulong[(long)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(expected * BitsPerKey, BitsInBlock, MaxBits)) / 64];

    public long Bytes => words.Length * sizeof(ulong);

    /// <summary>Has the processor fetch what <see cref="Add"/> will look at: it is hardly ever in a cache, and other work can be done meanwhile.</summary>
    public unsafe void Prepare(UInt128 key)
    {
        if (Sse.IsSupported)
        {
            // An address that the garbage collector has moved since then would only be fetched for nothing.
            Sse.Prefetch0(Unsafe.AsPointer(ref words[BlockOf(key)]));
        }
    }

    /// <summary>Notes the key and says whether it may have been noted before. Files of one customer do so side by side.</summary>
    public bool Add(UInt128 key)
    {
        // Seventeen bits of the key choose the block, nine each a bit in it.
        var block = words.AsSpan(BlockOf(key), WordsInBlock);
        var known = true;
        var random = (ulong)(key >> 17);
        for (var i = 0; i < Probes; i++, random >>= 9)
        {
            ref var word = ref block[(int)(random & 7)];
            var bit = 1UL << (int)((random >> 3) & 63);
            if ((Volatile.Read(ref word) & bit) == 0)
            {
                known = false;
                Interlocked.Or(ref word, bit);
            }
        }

        return known;
    }

    private int BlockOf(UInt128 key) => (int)((ulong)key & (ulong)(words.Length / WordsInBlock - 1)) * WordsInBlock;
}
