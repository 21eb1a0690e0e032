namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which keys a file has brought so far, in four megabytes however long the file is (B. Bloom, "Space/time trade-offs in hash coding", 1970). "No" is
/// certain; "perhaps" is to be looked up. The keys are keyed hashes, so their own bits serve as the filter's hash values. With two million keys one of five
/// hundred is looked up for nothing.
/// </summary>
internal sealed class SeenKeys
{
    private const int Bits = 1 << 25;
    private const int Probes = 4;

    private readonly ulong[] words = new ulong[Bits / 64];

    /// <summary>Notes the key and says whether it may have been noted before.</summary>
    public bool MayHave(UInt128 key)
    {
        var (position, step) = ((ulong)key, (ulong)(key >> 64) | 1);
        var known = true;
        for (var i = 0; i < Probes; i++, position += step)
        {
            ref var word = ref words[(position % Bits) / 64];
            var bit = 1UL << (int)(position % 64);
            known &= (word & bit) != 0;
            word |= bit;
        }

        return known;
    }

    public void Clear() => Array.Clear(words);
}
