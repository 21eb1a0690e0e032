using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>Sessions on areas in memory, found by the endpoint's name.</summary>
public sealed class InMemoryRemoteFolderFactory : IRemoteFolderFactory
{
    public ConcurrentDictionary<string, InMemoryRemoteArea> Areas { get; } = new(StringComparer.Ordinal);

    /// <summary>Every session opened so far, in order.</summary>
    public ConcurrentQueue<InMemoryRemoteFolder> Sessions { get; } = new();

    /// <summary>Prepares a new session, for instance with its fault hooks; what it throws, connecting throws.</summary>
    public Action<RemoteEndpoint, InMemoryRemoteFolder>? OnConnect { get; set; }

    public ValueTask<IRemoteFolder> ConnectAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Areas.TryGetValue(endpoint.Name, out var area))
        {
            throw new RemoteFolderException(FailureReason.RemoteUnreachable, true, sessionIsDead: true, $"{endpoint.Name}: no such area");
        }

        var session = new InMemoryRemoteFolder(area) { EnsureMayChange = endpoint.EnsureMayChange };
        OnConnect?.Invoke(endpoint, session);
        Sessions.Enqueue(session);
        return ValueTask.FromResult<IRemoteFolder>(session);
    }
}
