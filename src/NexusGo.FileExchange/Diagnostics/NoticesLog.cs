using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>What is logged about notices.</summary>
public static partial class NoticesLog
{
    [LoggerMessage(7060, LogLevel.Warning, "Alarms could not be looked at or noted ({Reason}); it is tried again: {Problem}")]
    public static partial void AlarmsNotNoted(ILogger logger, FailureReason reason, string problem);

    [LoggerMessage(7061, LogLevel.Warning, "Notices for {Channel} could not be read or noted ({Reason}): {Problem}")]
    public static partial void NoticesNotRead(ILogger logger, string channel, FailureReason reason, string problem);

    [LoggerMessage(7062, LogLevel.Information, "{Count} notice(s) sent by {Channel}")]
    public static partial void NoticesSent(ILogger logger, string channel, int count);

    [LoggerMessage(7063, LogLevel.Warning,
        "{Count} notice(s) were not taken by {Channel} (attempt {Attempt}), tried again in {PauseSeconds} s: {Problem}")]
    public static partial void NoticesNotTaken(ILogger logger, string channel, int count, int attempt, double pauseSeconds, string problem);
}
