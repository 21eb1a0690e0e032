using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>Events 1000–1999: sessions with remote areas.</summary>
internal static partial class SftpLog
{
    [LoggerMessage(1001, LogLevel.Information, "{Endpoint}: SFTP session open by engine {Engine} after {ElapsedMs} ms")]
    public static partial void SftpSessionOpened(ILogger logger, string endpoint, string engine, long elapsedMs);

    [LoggerMessage(1002, LogLevel.Information, "{Endpoint}: SFTP session ended ({Reason}): {Detail}")]
    public static partial void SftpSessionLost(ILogger logger, string endpoint, FailureReason reason, string detail);

    [LoggerMessage(1003, LogLevel.Debug, "{Endpoint}: SFTP session not opened ({Reason}) after {ElapsedMs} ms")]
    public static partial void SftpSessionRefused(ILogger logger, string endpoint, FailureReason reason, long elapsedMs);

    [LoggerMessage(1005, LogLevel.Warning,
        "{Endpoint}: the local sftp-server runs without bubblewrap (NEXUSGO_LOCAL_UNCONFINED); a link made at the right moment leads out "
        + "of the area")]
    public static partial void LocalServerUnconfined(ILogger logger, string endpoint);

    [LoggerMessage(1004, LogLevel.Warning, "{Endpoint}: the server is offered {Algorithm}, which is outdated, until {Until:O}")]
    public static partial void LegacyAlgorithm(ILogger logger, string endpoint, string algorithm, DateOnly until);
}
