using System.Numerics;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Which keys the register and this file have brought so far, in 8 MB at most however many there are: a blocked Bloom filter (F. Putze, P. Sanders, J. Singler,
/// "Cache-, Hash- and Space-Efficient Bloom Filters", 2007), whose probes for one key lie in one cache line. "No" is certain; "perhaps" is to be looked up. The
/// keys are keyed hashes, so their own bits serve as the filter's hash values. Of as many keys as expected, about three of a hundred are looked up for nothing.
/// </summary>
internal sealed class KnownKeys
{
    private const int BitsPerKey = 8;
    private const long MaxBits = 1 << 26;
    private const int WordsInBlock = 8;
    private const int BitsInBlock = WordsInBlock * 64;
    private const int Probes = 4;

    private readonly ulong[] words;

    /// <param name="expected">How many keys there may be.</param>
    public KnownKeys(long expected) =>
        words = new ulong[(long)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(expected * BitsPerKey, BitsInBlock, MaxBits)) / 64];

    /// <summary>Notes the key and says whether it may have been noted before.</summary>
    public bool Add(UInt128 key)
    {
        // The end of a key is random in every kind of index; references begin with their group.
        var random = (ulong)key;
        var block = words.AsSpan((int)(random & (ulong)(words.Length / WordsInBlock - 1)) * WordsInBlock, WordsInBlock);
        var known = true;
        random >>= 24;
        for (var i = 0; i < Probes; i++, random >>= 9)
        {
            ref var word = ref block[(int)(random & 7)];
            var bit = 1UL << (int)((random >> 3) & 63);
            known &= (word & bit) != 0;
            word |= bit;
        }

        return known;
    }
}
