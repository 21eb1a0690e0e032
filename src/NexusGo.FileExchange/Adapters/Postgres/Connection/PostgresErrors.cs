using System.Net.Sockets;
using NexusGo.FileExchange.Diagnostics;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Turns Npgsql's exceptions into the two reasons jobs know. What the server said is repeated only where it cannot hold a stored value:
/// messages about data, and the context lines of COPY, quote it. The original exception is therefore dropped, not kept as the inner one.
/// </summary>
public static class PostgresErrors
{
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>
    /// SqlStates after which the same work may succeed without anybody changing anything (PostgreSQL manual, appendix A).
    /// </summary>
    private static readonly HashSet<string> TransientStates =
    [
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.IdleSessionTimeout,
        PostgresErrorCodes.TooManyConnections, PostgresErrorCodes.OutOfMemory, PostgresErrorCodes.DiskFull,
        PostgresErrorCodes.InsufficientResources,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.QueryCanceled, IdleInTransactionTimeout, PostgresErrorCodes.IoError,
        // A fail-over in progress: the old primary is already a standby.
        PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    /// <summary>States after which one of two transactions that met has to be done again.</summary>
    private static readonly HashSet<string> ConflictStates =
        [PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected];

    /// <summary>Classes whose messages name objects, roles and limits, never values.</summary>
    private static readonly HashSet<string> SpeakingClasses = ["08", "25", "28", "3D", "40", "42", "53", "55", "57", "58"];

    /// <summary>
    /// The translation, or null for what passes through untouched: cancellation, our own exceptions, bugs.
    /// </summary>
    public static FileExchangeException? Translate(Exception exception) => exception switch
    {
        PostgresException refused => FromServer(refused),
        NpgsqlException { InnerException: TimeoutException } => Unavailable("PostgreSQL did not answer in time.", exception),
        NpgsqlException { InnerException: PostgresException refused } => FromServer(refused),

        // Of several hosts each said something: what a server said itself tells more than that another is gone.
        NpgsqlException { InnerException: AggregateException several }
            when several.Flatten().InnerExceptions.OfType<PostgresException>().FirstOrDefault() is { } refused => FromServer(refused),
        NpgsqlException or SocketException => Unavailable("PostgreSQL cannot be reached or ended the connection.", exception),
        _ => null,
    };

    /// <summary>Whether the server refused a row because of this constraint: an answer, not a failure.</summary>
    public static bool IsConflict(PostgresException exception, string constraint) =>
        exception.SqlState == PostgresErrorCodes.UniqueViolation
            && string.Equals(exception.ConstraintName, constraint, StringComparison.Ordinal);

    private static FileExchangeException FromServer(PostgresException refused)
    {
        var isConflict = ConflictStates.Contains(refused.SqlState);
        var isTransient = isConflict || TransientStates.Contains(refused.SqlState)
            || refused.SqlState.StartsWith("08", StringComparison.Ordinal);
        var where = refused.ConstraintName is { } constraint ? $", constraint {constraint}"
            : refused.TableName is { } table ? $", table {table}" : "";
        var said = SpeakingClasses.Contains(refused.SqlState[..2]) ? $": {refused.MessageText}" : "";
        return new FileExchangeException(
            isConflict ? FailureReason.DatabaseConflict : isTransient ? FailureReason.DatabaseUnavailable : FailureReason.DatabaseRefused,
            isTransient,
            $"PostgreSQL answered with SQLSTATE {refused.SqlState}{where}{said}.");
    }

    /// <summary>No connection came in time. The driver says the same of a server that is silent and of a pool that is used up.</summary>
    public static FileExchangeException? TranslateOpening(Exception exception, int timeoutSeconds) =>
        exception is NpgsqlException { InnerException: TimeoutException }
            ? Unavailable(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"No connection to PostgreSQL within {timeoutSeconds} s: it does not answer, or all connections of this pool are at work."),
                exception)
            : null;

    private static FileExchangeException Unavailable(string message, Exception inner) =>
        new(FailureReason.DatabaseUnavailable, isTransient: true, message, inner);
}
