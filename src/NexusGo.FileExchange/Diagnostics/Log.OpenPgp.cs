using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Information, "OpenPGP engine ready: GnuPG {Version}, {OwnKeys} keys of ours")]
    public static partial void OpenPgpReady(ILogger logger, Version version, int ownKeys);

    [LoggerMessage(6002, LogLevel.Information, "Removed the OpenPGP home {Name} of a worker that had not ended properly")]
    public static partial void OpenPgpHomeSwept(ILogger logger, string name);

    [LoggerMessage(6003, LogLevel.Warning, "gpg-agent had ended; starting another")]
    public static partial void OpenPgpAgentLost(ILogger logger);
}
