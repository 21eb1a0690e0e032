namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which keys a file has brought so far, in four megabytes however long the file is: a blocked Bloom filter (F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and
/// Space-Efficient Bloom Filters", 2007), whose probes for one key lie in one cache line. "No" is certain; "perhaps" is to be looked up. The keys are keyed
/// hashes, so their own bits serve as the filter's hash values. With two million keys about one of a hundred is looked up for nothing.
/// </summary>
internal sealed class SeenKeys
{
    private const int Bits = 1 << 25;
    private const int WordsInBlock = 8;
    private const int Probes = 4;

    private readonly ulong[] words = new ulong[Bits / 64];

    /// <summary>Notes the key and says whether it may have been noted before.</summary>
    public bool MayHave(UInt128 key)
    {
        // The end of a key is random in every kind of index; references begin with their group.
        var random = (ulong)key;
        var block = words.AsSpan((int)(random % (ulong)(words.Length / WordsInBlock)) * WordsInBlock, WordsInBlock);
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

    public void Clear() => Array.Clear(words);
}
