using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class SpoolLog
{
    [LoggerMessage(2901, LogLevel.Information, "Removed {Count} leftover files from the spool directory.")]
    public static partial void SpoolLeftoversRemoved(ILogger logger, int count);

    [LoggerMessage(2902, LogLevel.Error,
        "No file is taken in: the disk of {Directory} has {FreeBytes} bytes free, and the floor is {FloorBytes} (FreeSpaceFloorBytes). "
        + "Answers are still delivered")]
    public static partial void DiskBelowFloor(ILogger logger, string directory, long freeBytes, long floorBytes);

    [LoggerMessage(2903, LogLevel.Information, "Files are taken in again: the disk of {Directory} has {FreeBytes} bytes free")]
    public static partial void DiskHasRoom(ILogger logger, string directory, long freeBytes);
}
