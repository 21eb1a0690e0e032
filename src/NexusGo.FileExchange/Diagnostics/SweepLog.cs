namespace NexusGo.FileExchange.Diagnostics;

// 56xx: what becomes of delivered files.
internal static partial class SweepLog
{
    [LoggerMessage(5601, LogLevel.Information,
        "{Customer}: {Removed} consumed file(s) removed from the area; {Taken} were taken away by the customer")]
    public static partial void FilesSwept(ILogger logger, string customer, int removed, int taken);

    [LoggerMessage(5602, LogLevel.Warning,
        "{Customer}: {Count} delivered file(s) lie uncollected; the first, report {ReportId}, is removed on {RemovedAt:u}")]
    public static partial void FilesUncollected(ILogger logger, string customer, int count, Guid reportId, DateTimeOffset removedAt);

    [LoggerMessage(5603, LogLevel.Warning,
        "{Customer}: what lies in the place of report {ReportId} is not what was delivered; it is left alone")]
    public static partial void DeliveredFileChanged(ILogger logger, string customer, Guid reportId);

    [LoggerMessage(5604, LogLevel.Warning,
        "{Customer}: {Count} consumed file(s) could not be removed ({Reason}); tried again at the next sweep")]
    public static partial void FilesNotRemoved(ILogger logger, string customer, int count, FailureReason reason);

    [LoggerMessage(5605, LogLevel.Warning,
        "{Customer}: {Folder} could not be listed ({Reason}); nothing is concluded about the files in it")]
    public static partial void FolderNotSwept(ILogger logger, string customer, string folder, FailureReason reason);

    [LoggerMessage(5609, LogLevel.Warning,
        "{Customer}: the server has no folder {Folder}, so that the customer cannot move files there when done with them; everything else "
        + "goes on")]
    public static partial void ConsumedFolderMissing(ILogger logger, string customer, string folder);

    [LoggerMessage(5607, LogLevel.Error,
        "PRODUCTION: {File} was delivered at {DeliveredAt:u} and the partner has not taken it; its cards wait. To write it anew: "
        + "nexusgo-fx production reissue")]
    public static partial void ProductionFileNotTaken(ILogger logger, string file, DateTimeOffset deliveredAt);

    [LoggerMessage(5606, LogLevel.Information,
        "{Customer}: our own copies of {Count} delivered file(s) have been kept long enough and are removed")]
    public static partial void CopiesPurged(ILogger logger, string customer, int count);

    [LoggerMessage(5608, LogLevel.Warning,
        "{Customer}: {Count} file(s) in {Folder} are not ours and are left alone; {Inbound} of them look like files for the inbox")]
    public static partial void StrangersFound(ILogger logger, string customer, int count, string folder, int inbound);
}
