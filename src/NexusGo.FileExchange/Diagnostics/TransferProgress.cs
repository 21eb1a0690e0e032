namespace NexusGo.FileExchange.Diagnostics;

/// <summary>
/// Whether bytes come from any server. A run that fetches a large file over a slow line takes hours and does not stand still; who looks
/// after the worker compares this number with the one of the look before.
/// </summary>
public static class TransferProgress
{
    private static long received;

    /// <summary>Pieces that came since the process began. Only that it changes says anything.</summary>
    public static long Received => Interlocked.Read(ref received);

    internal static void Note() => Interlocked.Increment(ref received);
}
