namespace NexusGo.FileExchange.Operators;

/// <summary>Connections of a PostgreSQL server.</summary>
/// <param name="Most"><c>max_connections</c> less those that only the superuser gets.</param>
/// <param name="Open">Open ones of every client.</param>
/// <param name="Ours">Open ones of this login: of all workers, and of verbs.</param>
/// <param name="AtWork">Those of ours that run a statement or hold a transaction.</param>
public sealed record ConnectionUse(int Most, int Open, int Ours, int AtWork)
{
    /// <summary>What verbs run by hand take beside the workers.</summary>
    public const int ForVerbs = 6;

    /// <summary>How many connections so many workers need, each with so many.</summary>
    public static int Needed(int workers, int ofOneWorker) => (workers * ofOneWorker) + ForVerbs;
}
