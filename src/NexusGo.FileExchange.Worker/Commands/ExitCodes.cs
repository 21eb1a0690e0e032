using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Exit codes name causes; install/README.md has the same table for operators. Those from 64 on mean what sysexits.h says; 1 and 2 are only
/// said by <c>status</c>. 6 and 11 are the demo's.
/// </summary>
public static class ExitCodes
{
    public const int Ok = 0;
    /// <summary><c>status</c>: something needs a look.</summary>
    public const int Degraded = 1;
    /// <summary><c>status</c>: nothing is exchanged.</summary>
    public const int Down = 2;
    /// <summary>The command line itself was wrong (EX_USAGE).</summary>
    public const int Usage = 64;
    /// <summary>The database is away, or has tables of another version (EX_UNAVAILABLE).</summary>
    public const int Database = 69;
    /// <summary>Nothing else fits: a defect, told with its stack (EX_SOFTWARE).</summary>
    public const int Unexpected = 70;
    /// <summary>A program of the operating system is missing (EX_OSFILE).</summary>
    public const int MissingProgram = 72;
    /// <summary>A folder of ours cannot be written (EX_CANTCREAT).</summary>
    public const int Folder = 73;
    /// <summary>This user may not do that (EX_NOPERM).</summary>
    public const int NoPermission = 77;
    /// <summary>The configuration has problems (EX_CONFIG).</summary>
    public const int Configuration = 78;
    /// <summary>A key or secret named by the configuration cannot be read.</summary>
    public const int Secret = 7;
    /// <summary>What the command names is not known, or not any more.</summary>
    public const int NotFound = 9;
    /// <summary>An SFTP area cannot be reached, refuses the log-in or does not work.</summary>
    public const int Remote = 10;
    /// <summary>A plan no longer fits what is stored; nothing was done.</summary>
    public const int Stale = 12;
    /// <summary>The audit log or the erasure journal was changed, or cannot be read.</summary>
    public const int Evidence = 13;
    /// <summary>The master key is not the one that wrapped what is stored.</summary>
    public const int MasterKey = 14;
    /// <summary>Somebody else than root and the caller could have changed the configuration; none of it was used.</summary>
    public const int Untrusted = 15;
    /// <summary>Noted; nothing is done until a second person runs the same command.</summary>
    public const int SecondPerson = 16;

    public static int Of(Exception exception) => exception switch
    {
        ConfigurationException => Configuration,
        RemoteFolderException { Reason: not (FailureReason.ProgramMissing or FailureReason.SecretUnavailable) } => Remote,
        FileExchangeException { Reason: FailureReason.ProgramMissing } => MissingProgram,
        FileExchangeException { Reason: FailureReason.DatabaseUnavailable or FailureReason.DatabaseRefused } => Database,
        FileExchangeException { Reason: FailureReason.SecretUnavailable } => Secret,
        FileExchangeException { Reason: FailureReason.SpoolUnavailable } => Folder,
        FileExchangeException { Reason: FailureReason.MasterKeyWrong } => MasterKey,
        FileExchangeException { Reason: FailureReason.PathUntrusted } => Untrusted,
        FileExchangeException { Reason: FailureReason.PlanStale } => Stale,
        FileExchangeException { Reason: FailureReason.JournalDamaged or FailureReason.JournalUnavailable } => Evidence,
        _ => Unexpected,
    };
}
