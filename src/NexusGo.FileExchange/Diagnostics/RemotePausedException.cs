namespace NexusGo.FileExchange.Diagnostics;

/// <summary>
/// A server that failed before is not asked again before a certain instant; nothing was asked of it now. No failure of its own: the earlier
/// one goes on.
/// </summary>
public sealed class RemotePausedException(FailureReason reason, DateTimeOffset until, string message)
    : FileExchangeException(reason, isTransient: true, message)
{
    /// <summary>When the server is asked again, unless its settings change before.</summary>
    public DateTimeOffset Until { get; } = until;
}
