using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>7xxx: the worker itself, its configuration and its jobs.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(7001, LogLevel.Information, "Worker {Worker} starts, version {Version}, {Customers} customer(s), database {Database}")]
    public static partial void WorkerStarts(ILogger logger, string worker, string version, int customers, string database);

    [LoggerMessage(7002, LogLevel.Information, "Worker {Worker} stopped")]
    public static partial void WorkerStopped(ILogger logger, string worker);

    [LoggerMessage(7010, LogLevel.Information, "Configuration of customer {Customer} in use, version {Version}")]
    public static partial void CustomerInUse(ILogger logger, string customer, string version);

    [LoggerMessage(7011, LogLevel.Warning,
        "Customer {Customer} left the configuration; nothing is picked up for it any more; its data and reports are looked after until it "
        + "is offboarded")]
    public static partial void CustomerRetired(ILogger logger, string customer);

    [LoggerMessage(7012, LogLevel.Error, "Configuration problem, the last good version stays in use: {Problem}")]
    public static partial void ConfigurationProblemFound(ILogger logger, string problem);

    [LoggerMessage(7013, LogLevel.Information, "All configuration problems are solved")]
    public static partial void ConfigurationGoodAgain(ILogger logger);

    [LoggerMessage(7014, LogLevel.Warning, "The folder of customers cannot be watched; it is read again every {IntervalMs} ms")]
    public static partial void WatchingUnavailable(ILogger logger, double intervalMs, Exception exception);

    [LoggerMessage(7015, LogLevel.Warning,
        "No copies of customers' files can be kept ({Problem}): a customer whose file goes is looked after until the next restart only")]
    public static partial void LastProfileNotKept(ILogger logger, string problem);

    [LoggerMessage(7017, LogLevel.Warning,
        "No copies of the settings in use can be kept ({Problem}): config diff has nothing to compare with")]
    public static partial void SettingsNotKept(ILogger logger, string problem);

    [LoggerMessage(7020, LogLevel.Information, "Job {Job} of customer {Customer} is scheduled: {Rhythm}")]
    public static partial void JobScheduled(ILogger logger, string job, string customer, string rhythm);

    [LoggerMessage(7021, LogLevel.Information, "Job {Job} of customer {Customer} no longer scheduled")]
    public static partial void JobUnscheduled(ILogger logger, string job, string customer);

    [LoggerMessage(7022, LogLevel.Warning,
        "Job {Job} of customer {Customer} failed ({Reason}, failure {Failures} in a row), next try in {PauseMs} ms: {Problem}")]
    public static partial void JobFailedForNow(ILogger logger, string job, string customer, FailureReason reason, int failures,
        double pauseMs, string problem);

    [LoggerMessage(7023, LogLevel.Error,
        "Job {Job} of customer {Customer} failed ({Reason}, failure {Failures} in a row), somebody has to look; next try in {PauseMs} ms: "
        + "{Problem}")]
    public static partial void JobFailed(ILogger logger, string job, string customer, FailureReason reason, int failures, double pauseMs,
        string problem);

    [LoggerMessage(7024, LogLevel.Critical,
        "Job {Job} of customer {Customer} met a defect (failure {Failures} in a row), next try in {PauseMs} ms")]
    public static partial void JobBroke(ILogger logger, string job, string customer, int failures, double pauseMs, Exception exception);

    [LoggerMessage(7025, LogLevel.Information, "Job {Job} of customer {Customer} works again after {Failures} failure(s)")]
    public static partial void JobWorksAgain(ILogger logger, string job, string customer, int failures);

    [LoggerMessage(7026, LogLevel.Warning, "The schedule could not be brought up to date; it is tried again: {Problem}")]
    public static partial void ScheduleNotCurrent(ILogger logger, string problem);

    [LoggerMessage(7016, LogLevel.Information, "Asked to reload (SIGHUP): the customers' files are read again")]
    public static partial void ReloadAsked(ILogger logger);

    [LoggerMessage(7027, LogLevel.Warning,
        "The database is away, and nothing is picked up or delivered until it is back; each customer's jobs go on by themselves. "
            + "{Problem}")]
    public static partial void DatabaseAway(ILogger logger, string problem);

    [LoggerMessage(7028, LogLevel.Information, "The database is back after {AwaySeconds} s")]
    public static partial void DatabaseBack(ILogger logger, double awaySeconds);

    [LoggerMessage(7030, LogLevel.Warning, "The status file cannot be written: {Problem}")]
    public static partial void StatusFileFailed(ILogger logger, string problem);

    [LoggerMessage(7031, LogLevel.Warning,
        "The day's log budget of customer {Whose} is used up (Logging.MaxCustomerBytesPerDay): further lines about it are left out until "
        + "midnight UTC")]
    public static partial void LogBudgetUsedUp(ILogger logger, string whose);

    [LoggerMessage(7032, LogLevel.Warning,
        "Removed the {Count} oldest log file(s): all of them together may have {MaxBytes} bytes (Logging.MaxTotalBytes)")]
    public static partial void LogFilesRemoved(ILogger logger, int count, long maxBytes);

    [LoggerMessage(7033, LogLevel.Warning, "Old log files cannot be removed: {Problem}")]
    public static partial void LogFilesNotRemoved(ILogger logger, string problem);

    [LoggerMessage(7036, LogLevel.Warning,
        "The database allows {Most} connections (max_connections), and {Workers} worker(s) with {OfOneWorker} each need {Needed} with "
        + "verbs: when all are at work, some are refused (53300)")]
    public static partial void TooFewConnections(ILogger logger, int most, int workers, int ofOneWorker, int needed);

    [LoggerMessage(7034, LogLevel.Warning,
        "The leases could not be renewed ({Reason}); they hold until their end, and renewing is tried again. {Problem}")]
    public static partial void LeasesNotRenewed(ILogger logger, FailureReason reason, string problem);

    [LoggerMessage(7040, LogLevel.Warning, "The page could not show a view ({Reason}): {Problem}")]
    public static partial void PageNotAnswered(ILogger logger, FailureReason reason, string problem);

    [LoggerMessage(7041, LogLevel.Warning,
        "The server of customer {Customer} is not as it was agreed: {Changes}. Nothing was accepted; told once")]
    public static partial void AreaChanged(ILogger logger, string customer, string changes);

    [LoggerMessage(7042, LogLevel.Information, "The server of customer {Customer} is as agreed again")]
    public static partial void AreaAsAgreed(ILogger logger, string customer);
}
