using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Spool;

/// <summary>Free space below which no file is taken in any more, so that what was taken in can still be answered.</summary>
/// <param name="directory">A folder on the disk that is looked at.</param>
/// <param name="floorBytes">The least free space; 0: never asked for.</param>
/// <param name="logger">Told when the floor is reached, and when there is room again.</param>
/// <param name="freeBytes">How much is free on the folder's disk.</param>
public sealed class DiskFloor(string directory, long floorBytes, ILogger<DiskFloor> logger, Func<string, long> freeBytes)
{
    private int wasLow;

    public DiskFloor(string directory, long floorBytes, ILogger<DiskFloor> logger)
        : this(directory, floorBytes, logger, static folder => new DriveInfo(folder).AvailableFreeSpace)
    {
    }

    /// <summary>Whether files may be taken in. Each change of it is told once.</summary>
    public bool HasRoom()
    {
        if (floorBytes == 0)
        {
            return true;
        }

        var free = freeBytes(directory);
        var isLow = free < floorBytes;
        if (Interlocked.Exchange(ref wasLow, isLow ? 1 : 0) != (isLow ? 1 : 0))
        {
            if (isLow)
            {
                SpoolLog.DiskBelowFloor(logger, directory, free, floorBytes);
            }
            else
            {
                SpoolLog.DiskHasRoom(logger, directory, free);
            }
        }

        return !isLow;
    }
}
