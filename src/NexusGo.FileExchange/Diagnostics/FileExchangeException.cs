namespace NexusGo.FileExchange.Diagnostics;

/// <summary>A failure of the environment. The message names hosts, settings and programs, never a value from a customer's file.</summary>
public class FileExchangeException : Exception
{
    public FileExchangeException(FailureReason reason, bool isTransient, string message, Exception? inner = null)
        : base(message, inner)
    {
        Reason = reason;
        IsTransient = isTransient;
    }

    /// <summary>What failed; tells jobs and operators what to do.</summary>
    public FailureReason Reason { get; }

    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public bool IsTransient { get; }
}
