using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// One attempt: connection, key exchange, log-in, and the channel with the sftp subsystem. SSH.NET waits for each of the server's answers
/// without looking at any token; so a thread does the waiting while the caller keeps the deadline, and when that has passed the thread's
/// socket is closed.
/// </summary>
internal sealed class SshNetConnector(RemoteEndpoint endpoint, TimeProvider time)
{
    private readonly TaskCompletionSource<SshNetTransport> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Session? connecting;
    private volatile bool abandoned;

    /// <exception cref="RemoteFolderException">No session, or none within <see cref="RemoteEndpoint.ConnectTimeout"/>.</exception>
    public async ValueTask<SshNetTransport> ConnectAsync(CancellationToken cancellationToken)
    {
        new Thread(Run, 512 * 1024) { IsBackground = true, Name = "ssh connect" }.Start();
        try
        {
            return await opened.Task.WaitAsync(endpoint.ConnectTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Abandon();
            throw new RemoteFolderException(FailureReason.RemoteTimeout, true, sessionIsDead: true,
                $"{endpoint.Name}: no session within {endpoint.ConnectTimeout.TotalSeconds:0.###} s (ConnectTimeout)");
        }
        catch (OperationCanceledException)
        {
            Abandon();
            throw;
        }
    }

    private void Abandon()
    {
        abandoned = true;
        if (!opened.TrySetCanceled(CancellationToken.None) && opened.Task.IsCompletedSuccessfully)
        {
            GiveUp(opened.Task.Result);
        }
        else if (connecting is { } session)
        {
            SshNetInternals.SocketOf(session)?.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            var transport = Connect();
            if (!opened.TrySetResult(transport))
            {
                GiveUp(transport);
            }
        }
        catch (Exception e)
        {
            // Every exception goes to the caller, because this thread has nobody above it who would get it.
            opened.TrySetException(e is IOException or UnauthorizedAccessException
                ? new RemoteFolderException(FailureReason.SecretUnavailable, false, sessionIsDead: true,
                    $"{endpoint.Name}: a key or certificate file cannot be read ({e.GetType().Name})", e)
                : e);
        }
    }

    private SshNetTransport Connect()
    {
        var hostKeys = new HostKeyCheck(endpoint, time);
        var legacy = SshPolicy.LegacyOn(time.GetUtcNow(), endpoint.Legacy);
        using var credentials = new SshCredentials(endpoint, legacy);
        var info = Info(credentials.Methods);
        SshAlgorithms.Restrict(info, hostKeys, legacy);
        var session = SshNetInternals.NewSession(info);
        session.HostKeyReceived += (_, e) => hostKeys.Answer(e);
        connecting = session;
        try
        {
            if (abandoned)
            {
                throw new SshOperationTimeoutException("Too late.");
            }

            session.Connect();
            if (!session.IsConnected)
            {
                throw new SshConnectionException("The key exchange came to no end.");
            }

            var transport = OpenSubsystem(session);
            info.Timeout = endpoint.OperationTimeout + endpoint.StallTimeout;
            return transport;
        }
        catch (Exception e)
        {
            session.Dispose();
            throw e as RemoteFolderException ?? SshNetFailures.NotConnected(endpoint.Name, e, info, hostKeys);
        }
    }

    private SshNetTransport OpenSubsystem(Session session)
    {
        var channel = SshNetInternals.CreateChannelSession(session);
        SshNetInternals.Open(channel);
        var transport = new SshNetTransport(session, channel, endpoint.KeepAliveInterval, time);
        return SshNetInternals.SendSubsystemRequest(channel, "sftp")
            ? transport
            : throw new RemoteFolderException(FailureReason.RemoteFailure, false, sessionIsDead: true,
                $"{endpoint.Name}: the server has no sftp subsystem for this user");
    }

    private ConnectionInfo Info(AuthenticationMethod[] methods)
    {
        var proxy = endpoint.Proxy is { } uri ? ProxyAddress.Parse(endpoint.Name, uri) : null;
        var password = endpoint.ProxyPasswordFile is { } file ? SecretFile.FirstLine(endpoint.Name, "ProxyPasswordFile", file) : "";
        return new ConnectionInfo(endpoint.Host, endpoint.Port, endpoint.User,
            proxy?.Type ?? ProxyTypes.None, proxy?.Host, proxy?.Port ?? 0, proxy?.User ?? "", password, methods)
        {
            // The longest single wait inside SSH.NET. The caller's own deadline ends the attempt before.
            Timeout = endpoint.ConnectTimeout,
            RetryAttempts = 1,
        };
    }

    private static void GiveUp(SshNetTransport transport)
    {
        transport.Stop(abruptly: true);
        _ = transport.DisposeAsync().AsTask();
    }
}
