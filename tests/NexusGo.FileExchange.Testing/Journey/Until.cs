using System.Runtime.CompilerServices;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>Waiting for what other processes do: by condition, never longer than a bound.</summary>
public static class Until
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the condition holds; fails with the explanation when it does not in time.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan longest, Func<string> explain)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > longest)
            {
                throw new TimeoutException($"Not within {longest.TotalSeconds} s: {explain()}");
            }

            await Task.Delay(LookAgain, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{string})"/>
    public static Task TrueAsync(Func<bool> condition, TimeSpan longest, Func<string> explain) =>
        TrueAsync(() => Task.FromResult(condition()), longest, explain);

    /// <summary>As above, within ten seconds.</summary>
    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(condition, TimeSpan.FromSeconds(10), () => what);
}
