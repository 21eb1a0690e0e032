using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Delivery;

/// <summary>
/// What one run has learnt of a server: a full area takes nothing in any folder, a folder without right or missing takes nothing in itself,
/// and neither does one in which many reports failed.
/// </summary>
internal sealed class DeliveryObstacles
{
    /// <summary>So many reports may fail for reasons of their own.</summary>
    private const int ManyFailures = 50;

    /// <summary>Reasons for which a folder takes no report at all.</summary>
    public static readonly IReadOnlyList<FailureReason> OfFolders =
        [FailureReason.RemoteFull, FailureReason.RemoteDenied, FailureReason.RemoteFolderMissing];

    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> folders = new(StringComparer.Ordinal);
    private volatile bool areaIsFull;

    public bool Any => areaIsFull || !folders.IsEmpty;

    public bool Bars(string folder) => areaIsFull || folders.ContainsKey(folder);

    public void Note(string folder, FailureReason reason)
    {
        switch (reason)
        {
            case FailureReason.RemoteFull:
                areaIsFull = true;
                break;
            case FailureReason.RemoteDenied or FailureReason.RemoteFolderMissing:
                folders[folder] = true;
                break;
            case var _ when failures.AddOrUpdate(folder, 1, (_, count) => count + 1) >= ManyFailures:
                folders[folder] = true;
                break;
        }
    }
}
