using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Why a session ended; every later call on it fails with this.</summary>
internal sealed record SessionEnd(FailureReason Reason, bool IsTransient, string Message);

/// <summary>
/// The other end of a <see cref="StreamTransport"/>, apart from its bytes: a child process, or a scripted server of the tests.
/// </summary>
internal abstract class SftpPeer
{
    /// <summary>
    /// Ends the other side at once, so that a read or write blocked on its streams returns. May be called more than once.
    /// </summary>
    public abstract void Terminate();

    /// <summary>Says what happened when the other side ended the byte stream by itself. May block for two seconds to find out.</summary>
    /// <param name="ready">Whether a session had been established before.</param>
    public abstract SessionEnd DescribeEnd(bool ready);

    /// <summary>Ends the other side after its input was closed, gently where it ends by itself soon.</summary>
    public virtual ValueTask EndAsync()
    {
        Terminate();
        return ValueTask.CompletedTask;
    }
}
