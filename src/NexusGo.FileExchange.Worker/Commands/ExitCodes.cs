using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Exit codes name causes; install/README.md has the same table for operators. 6 and 11 are the demo's.</summary>
public static class ExitCodes
{
    public const int Ok = 0;
    /// <summary>Nothing below fits: a defect, told with its stack.</summary>
    public const int Unexpected = 1;
    /// <summary>The command line itself was wrong.</summary>
    public const int Usage = 2;
    public const int Configuration = 3;
    public const int MissingProgram = 4;
    public const int Database = 5;
    /// <summary>A key or secret named by the configuration cannot be read.</summary>
    public const int Secret = 7;
    /// <summary>Nothing runs that could be asked.</summary>
    public const int NotRunning = 8;
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
        FileExchangeException { Reason: FailureReason.ProgramMissing } => MissingProgram,
        FileExchangeException { Reason: FailureReason.DatabaseUnavailable or FailureReason.DatabaseRefused } => Database,
        FileExchangeException { Reason: FailureReason.SecretUnavailable } => Secret,
        FileExchangeException { Reason: FailureReason.MasterKeyWrong } => MasterKey,
        FileExchangeException { Reason: FailureReason.PathUntrusted } => Untrusted,
        FileExchangeException { Reason: FailureReason.PlanStale } => Stale,
        FileExchangeException { Reason: FailureReason.JournalDamaged or FailureReason.JournalUnavailable } => Evidence,
        RemoteFolderException => Remote,
        _ => Unexpected,
    };
}
