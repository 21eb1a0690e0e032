using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class PostgresLog
{
    [LoggerMessage(4101, LogLevel.Information, "Applied migration {Number}, {Name}.")]
    public static partial void MigrationApplied(ILogger logger, int number, string name);

    [LoggerMessage(4111, LogLevel.Information, "The private PostgreSQL {MajorVersion} is ready after {ElapsedMs} ms; data in {Directory}.")]
    public static partial void PrivatePostgresReady(ILogger logger, int majorVersion, long elapsedMs, string directory);

    [LoggerMessage(4112, LogLevel.Information, "Created the private PostgreSQL's data directory {Directory}.")]
    public static partial void PrivatePostgresCreated(ILogger logger, string directory);

    [LoggerMessage(4113, LogLevel.Warning,
        "A worker that ended hard left its PostgreSQL (process {ProcessId}) running; it is being stopped.")]
    public static partial void PrivatePostgresOrphan(ILogger logger, int processId);

    [LoggerMessage(4114, LogLevel.Warning, "User {UserId} cannot reach {Wanted}; the private PostgreSQL keeps its data in {Actual}.")]
    public static partial void PrivatePostgresElsewhere(ILogger logger, int userId, string wanted, string actual);

    [LoggerMessage(4115, LogLevel.Error, "The private PostgreSQL ended by itself with exit code {ExitCode}; its log is {LogFile}.")]
    public static partial void PrivatePostgresDied(ILogger logger, int exitCode, string logFile);

    [LoggerMessage(4116, LogLevel.Error, "The private PostgreSQL could not be started again; the next attempt follows.")]
    public static partial void PrivatePostgresRestartFailed(ILogger logger, Exception failure);
}
