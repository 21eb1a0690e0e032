using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

// 42xx: photos.
internal static partial class PhotosLog
{
    [LoggerMessage(4201, LogLevel.Warning,
        "The photo decoder runs without network isolation, because bubblewrap is not installed or may not create namespaces here "
        + "(systemd: sandbox.conf allows it); its limits of memory and time hold")]
    public static partial void DecoderNotIsolated(ILogger logger);
}
