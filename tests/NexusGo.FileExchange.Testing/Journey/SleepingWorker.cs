using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>A worker of this process, suspended at a crash point while others go on, as by a paused virtual machine.</summary>
/// <param name="Meanwhile">What others made of it while it slept; null: it never came to the point.</param>
/// <param name="Failure">How its work ended after it woke up; null: as if nothing had been.</param>
public sealed record SleepingWorker(string? Meanwhile, Exception? Failure)
{
    /// <param name="point">Where it falls asleep, the first time it comes there.</param>
    /// <param name="meanwhile">Done while it sleeps; tells how things stand at its end.</param>
    /// <param name="work">Its work; asked for again and again until the point was reached, at most <paramref name="attempts"/>
    /// times.</param>
    /// <param name="attempts">How often.</param>
    /// <param name="atLast">Done when the work never came to the point.</param>
    public static async Task<SleepingWorker> RunAsync(string point, Func<Task<string>> meanwhile, Func<Task> work, int attempts,
        Func<Task>? atLast = null)
    {
        string? found = null;
        CrashPoint.Watcher = passed =>
        {
            if (passed == point && found is null)
            {
                found = "";
                found = Task.Run(async () =>
                {
                    CrashPoint.Watcher = null;
                    return await meanwhile();
                }).GetAwaiter().GetResult();
            }
        };
        try
        {
            for (var attempt = 0; attempt < attempts && found is null; attempt++)
            {
                await work();
            }

            if (found is null && atLast is not null)
            {
                await atLast();
            }

            return new SleepingWorker(found, null);
        }
#pragma warning disable CA1031 // What it may be is for the test to say.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new SleepingWorker(found, failure);
        }
        finally
        {
            CrashPoint.Watcher = null;
        }
    }
}
