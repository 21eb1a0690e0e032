using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Delivery;

/// <summary>
/// What one run has learnt of a server: a full area takes nothing in any folder, a folder without right or missing takes nothing in itself.
/// </summary>
internal sealed class DeliveryObstacles
{
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
        }
    }
}
