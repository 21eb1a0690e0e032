using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Spool;

/// <summary>Turns the disk's errors into the one reason jobs know.</summary>
internal static class SpoolFailure
{
    // errno values of Linux, as .NET passes them on in HResult (asm-generic/errno.h).
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    public static FileExchangeException Translate(Exception failure, string directory) =>
        new(FailureReason.SpoolUnavailable, isTransient: true, $"The spool directory {directory} {Cause(failure)}", failure);

    public static FileExchangeException Damaged(string directory, Exception? inner = null) => new(
        FailureReason.SpoolUnavailable, isTransient: true,
        $"A file in the spool directory {directory} was changed or cut short after it was written; it must be fetched again.", inner);

    private static string Cause(Exception failure) => failure switch
    {
        DirectoryNotFoundException => "does not exist.",
        UnauthorizedAccessException => "cannot be written: permission denied.",
        { HResult: NoSpaceLeft } => "is on a full disk.",
        { HResult: QuotaExceeded } => "is over its disk quota.",
        _ => "cannot be used: see the inner error.",
    };
}
