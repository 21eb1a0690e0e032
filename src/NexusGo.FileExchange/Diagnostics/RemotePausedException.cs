namespace NexusGo.FileExchange.Diagnostics;

/// <summary>A server that failed is being left in peace for a while; nothing was asked of it. Not a failure of its own: the one before it goes on.</summary>
public sealed class RemotePausedException(FailureReason reason, DateTimeOffset until, string message) : FileExchangeException(reason, isTransient: true, message)
{
    /// <summary>When the server is asked again, unless its settings change before.</summary>
    public DateTimeOffset Until { get; } = until;
}
