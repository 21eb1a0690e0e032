namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// Everything that a seed decides. A decision depends on the seed and on what is decided about, not on how many decisions came before: so
/// a history with one event less is otherwise the same.
/// </summary>
internal readonly struct Chance(ulong state)
{
    public static Chance Of(long seed) => new(Mix((ulong)seed));

    /// <summary>The chance of something inside this.</summary>
    public Chance For(long what) => new(Mix(state ^ ((ulong)what * 0x9E3779B97F4A7C15UL)));

    /// <summary>The chance of something inside this that has a name.</summary>
    public Chance For(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return For((long)hash);
    }

    /// <summary>From 0 to below <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Mix(state) % (ulong)below);

    /// <summary>From 0 to below 1.</summary>
    public double Unit() => (Mix(state) >> 11) * (1.0 / (1UL << 53));

    public bool Happens(double probability) => Unit() < probability;

    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + ((to - from) * Unit());

    public Random AsRandom() => new((int)(Mix(state) >> 33));

    /// <summary>SplitMix64 (S. Vigna).</summary>
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
