using System.Numerics;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which blind indexes the register and this file have brought so far: a blocked Bloom filter (F. Putze, P. Sanders, J. Singler, "Cache-,
/// Hash- and Space-Efficient Bloom Filters", 2007). "No" is certain; "perhaps" is looked up. Blind indexes are random, so their own bits
/// serve as the hash values.
/// </summary>
/// <param name="expected">How many indexes there may be. With more of them the filter says "perhaps" more often.</param>
internal sealed class BlindIndexBloomFilter(long expected)
{
    private const int BitsPerIndex = 32;
    private const long MaxBits = 1 << 26; // 8 MB
    private const int WordsInBlock = 8;
    private const int BitsInBlock = WordsInBlock * 64;
    private const int Probes = 7;

    private readonly ulong[] words =
        new ulong[(long)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(expected * BitsPerIndex, BitsInBlock, MaxBits)) / 64];

    /// <summary>Notes the index and says whether it may have been noted before.</summary>
    public bool Add(UInt128 index)
    {
        // The lowest 17 bits choose the block; nine bits for each probe choose a bit of it.
        var block = words.AsSpan((int)((ulong)index & (ulong)(words.Length / WordsInBlock - 1)) * WordsInBlock, WordsInBlock);
        var known = true;
        var random = (ulong)(index >> 17);
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
