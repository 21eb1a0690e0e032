namespace NexusGo.FileExchange.Diagnostics;

/// <summary>
/// All log messages, one part per room. Values are ids, codes, counts and escaped names; never anything from inside a file.
/// </summary>
internal static partial class IntakeLog
{
    [LoggerMessage(2001, LogLevel.Warning, "{Customer}: a name in the inbox cannot be a file name and is left alone: {Name}")]
    public static partial void HostileName(ILogger logger, string customer, string name);

    [LoggerMessage(2016, LogLevel.Warning,
        "{Customer}: names that cannot be file names were seen {Count} times on {Day:O}; the first of them were told one by one")]
    public static partial void HostileNamesOfTheDay(ILogger logger, string customer, DateOnly day, long count);

    [LoggerMessage(2002, LogLevel.Warning, "{Customer}: more than {Limit} files in one folder; the rest is taken at the next looks")]
    public static partial void InboxIsFull(ILogger logger, string customer, int limit);

    [LoggerMessage(2003, LogLevel.Warning, "{Customer}: {Marker} has been waiting for its data file")]
    public static partial void OrphanMarker(ILogger logger, string customer, string marker);

    [LoggerMessage(2004, LogLevel.Warning,
        "{Customer}: the server has no folder {Folder}, so that the customer cannot try files out; everything else goes on")]
    public static partial void TestFolderMissing(ILogger logger, string customer, string folder);

    [LoggerMessage(2005, LogLevel.Information, "{Customer}: file {FileId} changed while it was fetched; it is looked at again")]
    public static partial void FileChangedWhileFetched(ILogger logger, string customer, Guid fileId);

    [LoggerMessage(2006, LogLevel.Information,
        "{Customer}: file {FileId} stored as {FileStatus} {ErrorCode}: {RowsTotal} rows, {RowsAccepted} accepted")]
    public static partial void FileStored(ILogger logger, string customer, Guid fileId, string fileStatus, string? errorCode, int rowsTotal,
        int rowsAccepted);

    [LoggerMessage(2007, LogLevel.Information, "{Customer}: file {FileId} answered and removed from the inbox")]
    public static partial void FileClosed(ILogger logger, string customer, Guid fileId);

    [LoggerMessage(2008, LogLevel.Warning,
        "{Customer}: file {FileId} was answered, but another version lies in its place by now; that one is left for the next look")]
    public static partial void SourceChangedBeforeRelease(ILogger logger, string customer, Guid fileId);

    [LoggerMessage(2009, LogLevel.Warning,
        "{Customer}: files are answered but could not be removed from the inbox ({Times} time(s), {Reason}; the last is {FileId}); they "
        + "are not read again, and removal is tried again after growing pauses. {Problem}")]
    public static partial void SourcesNotReleased(ILogger logger, string customer, int times, FailureReason reason, Guid fileId,
        string problem);

    [LoggerMessage(2010, LogLevel.Warning,
        "{Customer}: file {FileId} could not be finished ({Reason}, transient: {IsTransient}, attempt {Attempt}); tried again later. "
        + "{Problem}")]
    public static partial void FileNotFinished(ILogger logger, string customer, Guid fileId, FailureReason reason, bool isTransient,
        int attempt, string problem);

    [LoggerMessage(2011, LogLevel.Warning, "The leases of {Areas} areas could not be given back ({Reason}); they lapse by themselves")]
    public static partial void LeasesNotReturned(ILogger logger, int areas, FailureReason reason);

    [LoggerMessage(2015, LogLevel.Debug, "{Customer}: area handed over to another worker, which has fewer")]
    public static partial void AreaHandedOver(ILogger logger, string customer);

    [LoggerMessage(2017, LogLevel.Warning,
        "{Customer}: {Entry} has been lying in the inbox for a day and is no file for us ({What}); it is left alone, and the customer is "
        + "told once")]
    public static partial void EntryLingers(ILogger logger, string customer, string entry, string what);

    [LoggerMessage(2012, LogLevel.Warning,
        "{Customer}: took the area over from {Owner}, which died or stood still and let its lease lapse; transactions it had left open and "
        + "that were ended: {Count}")]
    public static partial void AreaTakenOver(ILogger logger, string customer, string owner, int count);

    [LoggerMessage(5003, LogLevel.Information, "{Customer}: removed {Count} temporary file(s) that an interrupted delivery had left")]
    public static partial void TemporariesSwept(ILogger logger, string customer, int count);

    [LoggerMessage(5004, LogLevel.Warning,
        "{Customer}: {Folder} could not be searched for left temporary files ({Reason}); tried again at the next look")]
    public static partial void TemporariesNotSwept(ILogger logger, string customer, string folder, FailureReason reason);

    [LoggerMessage(2013, LogLevel.Error,
        "{Customer}: file {FileId} brought a defect to light ({ExceptionType}, attempt {Attempt}); it stays where it is and is tried "
        + "again later: {StackTrace}")]
    public static partial void FileBroke(ILogger logger, string customer, Guid fileId, string exceptionType, int attempt,
        string? stackTrace);

    [LoggerMessage(2014, LogLevel.Warning,
        "{Customer}: {Limit} files have been taken in today, which is its budget (Budgets.FilesPerDay); the rest waits for tomorrow, and "
        + "the customer was told with a receipt")]
    public static partial void DailyQuotaReached(ILogger logger, string customer, int limit);

    [LoggerMessage(5001, LogLevel.Warning,
        "{Customer}: reports could not be delivered to {Folder} ({Times} time(s), {Reason}); tried again every quarter of a minute, told "
        + "again in an hour. {Problem}")]
    public static partial void ReportsNotDelivered(ILogger logger, string customer, string folder, int times, FailureReason reason,
        string problem);

    [LoggerMessage(5016, LogLevel.Information, "{Customer}: reports are delivered to {Folder} again, which they were not for {Reason}")]
    public static partial void ReportsDeliveredAgain(ILogger logger, string customer, string folder, FailureReason reason);

    [LoggerMessage(5002, LogLevel.Warning,
        "{Customer}: a foreign file has the name of report {ReportId}; it is delivered under another name")]
    public static partial void ReportRenamed(ILogger logger, string customer, Guid reportId);
}
