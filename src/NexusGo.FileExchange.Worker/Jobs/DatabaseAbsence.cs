using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Whether the database is away, told once when it goes and once when it is back: every job of every customer meets the same failure, and
/// a line for each would hide everything else.
/// </summary>
public sealed class DatabaseAbsence(TimeProvider time, ILogger<DatabaseAbsence> logger)
{
    private readonly Lock gate = new();
    private long? since;

    /// <summary>Somebody could not reach it, in the words of the environment.</summary>
    public void NoteAway(string message)
    {
        lock (gate)
        {
            if (since is null)
            {
                since = time.GetTimestamp();
                WorkerLog.DatabaseAway(logger, message);
            }
        }
    }

    /// <summary>It answered.</summary>
    public void NoteBack()
    {
        lock (gate)
        {
            if (since is { } began)
            {
                since = null;
                WorkerLog.DatabaseBack(logger, Math.Round(time.GetElapsedTime(began).TotalSeconds, 1));
            }
        }
    }
}
