using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class SpoolLog
{
    [LoggerMessage(2901, LogLevel.Information, "Removed {Count} leftover files from the spool directory.")]
    public static partial void SpoolLeftoversRemoved(ILogger logger, int count);
}
