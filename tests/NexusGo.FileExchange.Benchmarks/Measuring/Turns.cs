using System.Diagnostics;

namespace NexusGo.FileExchange.Benchmarks.Measuring;

/// <summary>Measures two ways of doing the same, taken in turn, so that a machine that gets slower or faster does so for both.</summary>
internal static class Turns
{
    /// <summary>Medians in seconds.</summary>
    /// <param name="rounds">How often each is done.</param>
    /// <param name="ours">Our way; returns seconds when it measures a part of itself, else null.</param>
    /// <param name="other">The other way.</param>
    /// <param name="otherRounds">Fewer rounds for a program that takes minutes.</param>
    public static async Task<(double Ours, double Other)> MediansAsync(int rounds, Func<Task<double?>> ours, Func<Task<double?>> other,
        int? otherRounds = null)
    {
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            mine.Add(await SecondsAsync(ours));
            if (round < (otherRounds ?? rounds))
            {
                theirs.Add(await SecondsAsync(other));
            }
        }

        return (Median(mine), Median(theirs));
    }

    /// <inheritdoc cref="MediansAsync(int, Func{Task{double?}}, Func{Task{double?}}, int?)"/>
    public static Task<(double Ours, double Other)> MediansAsync(int rounds, Func<Task> ours, Func<Task> other, int? otherRounds = null) =>
        MediansAsync(rounds, Whole(ours), Whole(other), otherRounds);

    public static async Task<double> MedianAsync(int rounds, Func<Task<double?>> ours)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            times.Add(await SecondsAsync(ours));
        }

        return Median(times);
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    public static async Task<double> SecondsAsync(Func<Task<double?>> work)
    {
        // Neither is to pay for the garbage, or the unwritten pages, of the one before.
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        return await work() ?? Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Func<Task<double?>> Whole(Func<Task> work) => async () =>
    {
        await work();
        return null;
    };
}
