using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class OpenPgpLog
{
    [LoggerMessage(6001, LogLevel.Information, "OpenPGP engine ready: {OwnKeys} keys of ours are unlocked")]
    public static partial void OpenPgpReady(ILogger logger, int ownKeys);

    [LoggerMessage(6010, LogLevel.Warning, "Key of {Owner}: {Finding}")]
    public static partial void KeyWarning(ILogger logger, string owner, string finding);

    [LoggerMessage(6011, LogLevel.Error, "Key of {Owner}, somebody has to act: {Finding}")]
    public static partial void KeyUrgent(ILogger logger, string owner, string finding);

    [LoggerMessage(6012, LogLevel.Warning, "The keys could not be looked at ({Reason}), next look in an hour: {Problem}")]
    public static partial void KeysNotLookedAt(ILogger logger, FailureReason reason, string problem);
}
