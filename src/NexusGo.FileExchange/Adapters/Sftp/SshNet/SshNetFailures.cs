using System.Net.Sockets;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>Turns SSH.NET's exceptions into ours. Types, codes and how far the connection got decide, never texts.</summary>
internal static class SshNetFailures
{
    /// <summary>Why a session that was established is over.</summary>
    public static SessionEnd ConnectionLost(Exception? exception) => exception switch
    {
        SshOperationTimeoutException => new(FailureReason.RemoteTimeout, true, "the server did not take what was sent"),
        SshConnectionException { DisconnectReason: DisconnectReason.MacError or DisconnectReason.ProtocolError } e =>
            new(FailureReason.RemoteProtocol, true, $"the connection was damaged: {Words(e)}"),
        null or NullReferenceException or ObjectDisposedException => new(FailureReason.RemoteUnreachable, true, "the connection was lost"),
        _ => new(FailureReason.RemoteUnreachable, true, $"the connection was lost: {Words(exception)}"),
    };

    /// <summary>Why there is no session.</summary>
    /// <param name="endpoint">Name of the endpoint.</param>
    /// <param name="exception">What SSH.NET threw.</param>
    /// <param name="info">What was negotiated until then.</param>
    /// <param name="hostKeys">What was thought of the host key.</param>
    public static RemoteFolderException NotConnected(string endpoint, Exception exception, ConnectionInfo info, HostKeyCheck hostKeys)
    {
        var (reason, isTransient, what) = exception switch
        {
            SshAuthenticationException => (FailureReason.RemoteAuthentication, false, $"the server did not let us in: {Words(exception)}"),
            SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } => KeyExchange(exception, info, hostKeys),
            SshConnectionException when WasRefused(info) =>
                (FailureReason.RemoteAuthentication, false, $"the server did not let us in and hung up: {Words(exception)}"),
            SshOperationTimeoutException => (FailureReason.RemoteTimeout, true, "the server stopped answering"),
            ProxyException => (FailureReason.RemoteUnreachable, true, $"the proxy did not connect: {Words(exception)}"),
            SocketException e => (FailureReason.RemoteUnreachable, true, $"no connection ({e.SocketErrorCode})"),
            SshException => (FailureReason.RemoteUnreachable, true, $"the connection ended before there was a session: {Words(exception)}"),
            ObjectDisposedException or NullReferenceException =>
                (FailureReason.RemoteUnreachable, true, "the connection ended before there was a session"),
            _ => (FailureReason.RemoteProtocol, false, $"the server broke the SSH protocol ({exception.GetType().Name})"),
        };
        return new RemoteFolderException(reason, isTransient, sessionIsDead: true, $"{endpoint}: {what}.", exception);
    }

    private static (FailureReason, bool, string) KeyExchange(Exception exception, ConnectionInfo info, HostKeyCheck hostKeys)
    {
        if (hostKeys.Refusal is { } refusal)
        {
            return (FailureReason.RemoteHostKey, false, refusal);
        }

        if (info.CurrentServerCompressionAlgorithm is not null)
        {
            // Everything was agreed on, and no key was shown to us: the key's own signature, or a certificate's signature or dates, did not
            // hold.
            return (FailureReason.RemoteHostKey, false, "the host key, or its certificate, did not verify");
        }

        return info.CurrentKeyExchangeAlgorithm is not null && info.CurrentHostKeyAlgorithm is null
            ? (FailureReason.RemoteHostKey, false, $"the server has no host key of a pinned kind ({hostKeys.Pinned}): {Words(exception)}")
            : (FailureReason.RemoteUnreachable, false, $"the server knows no algorithm that is allowed: {Words(exception)}");
    }

    private static bool WasRefused(ConnectionInfo info) =>
        info.AuthenticationMethods.Any(method => method.AllowedAuthentications is not null);

    /// <summary>SSH.NET's words, in which a server's may be.</summary>
    private static string Words(Exception exception)
    {
        var text = exception.Message.TrimEnd('.');
        return DisplayText.Escape(Encoding.UTF8.GetBytes(text.Length > 300 ? text[..300] : text));
    }
}
