namespace NexusGo.FileExchange.Operators.Probing;

/// <summary>In which steps a server's file times come, from files written one after the other.</summary>
public static class FileTimeGrain
{
    /// <summary>Two files written within less than the finest step tell how large a step is; those further apart tell nothing.</summary>
    private static readonly TimeSpan CloseTogether = TimeSpan.FromMilliseconds(900);

    /// <summary>The steps in whole seconds; null: no two files close together had different times.</summary>
    /// <param name="files">In the order in which they were written.</param>
    public static long? Of(IReadOnlyList<WrittenFile> files)
    {
        long? steps = null;
        foreach (var (first, second) in files.Zip(files.Skip(1)))
        {
            var apart = second.Ended - first.Began;
            var moved = second.ModifiedSeconds - first.ModifiedSeconds;
            if (apart <= CloseTogether && moved > 0)
            {
                // Less time than this went by, and the file time moved by more: the rest is the server's rounding.
                steps = Math.Max(steps ?? 1, (long)Math.Ceiling(moved - apart.TotalSeconds));
            }
        }

        return steps;
    }
}

/// <param name="Began">When writing it began, by a clock of ours that nobody sets.</param>
/// <param name="Ended">When it was there.</param>
/// <param name="ModifiedSeconds">Its time by the server.</param>
public readonly record struct WrittenFile(TimeSpan Began, TimeSpan Ended, long ModifiedSeconds);
