using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>
/// What happens around a verb of a real session: a hook may throw (before: it did not happen; after: it did, but nobody hears of it) or
/// change the server.
/// </summary>
public sealed class RemoteHooks
{
    public Func<string, RemotePath, Task>? Before { get; set; }

    public Func<string, RemotePath, Task>? After { get; set; }

    internal Task OnBeforeAsync(string verb, RemotePath path) => Before?.Invoke(verb, path) ?? Task.CompletedTask;

    internal Task OnAfterAsync(string verb, RemotePath path) => After?.Invoke(verb, path) ?? Task.CompletedTask;
}

/// <summary>Opens real sessions with hooks around every verb.</summary>
public sealed class HookedRemoteFolderFactory(IRemoteFolderFactory inner, RemoteHooks hooks) : IRemoteFolderFactory
{
    public async ValueTask<IRemoteFolder> ConnectAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        await hooks.OnBeforeAsync("connect", default);
        return new HookedRemoteFolder(await inner.ConnectAsync(endpoint, cancellationToken), hooks);
    }
}

internal sealed class HookedRemoteFolder(IRemoteFolder inner, RemoteHooks hooks) : IRemoteFolder
{
    public bool IsAlive => inner.IsAlive;

    public async IAsyncEnumerable<RemoteEntry> ListAsync(RemotePath folder, Action<string>? onHostileName,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await hooks.OnBeforeAsync("list", folder);
        await foreach (var entry in inner.ListAsync(folder, onHostileName, cancellationToken))
        {
            yield return entry;
        }

        await hooks.OnAfterAsync("list", folder);
    }

    public ValueTask<RemoteEntry?> StatAsync(RemotePath file, CancellationToken cancellationToken) =>
        AroundAsync("stat", file, () => inner.StatAsync(file, cancellationToken));

    public ValueTask<RemoteFile?> OpenReadAsync(RemotePath file, CancellationToken cancellationToken) =>
        AroundAsync("open", file, () => inner.OpenReadAsync(file, cancellationToken));

    public ValueTask<PublishOutcome> PublishAsync(PublishRequest request, CancellationToken cancellationToken) =>
        AroundAsync("publish", request.Folder.Combine(request.Name), () => inner.PublishAsync(request, cancellationToken));

    public ValueTask<DeleteOutcome> DeleteExactAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken) =>
        AroundAsync("delete", file, () => inner.DeleteExactAsync(file, version, cancellationToken));

    public ValueTask<DeleteOutcome> DeleteAsideAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken) =>
        AroundAsync("delete", file, () => inner.DeleteAsideAsync(file, version, cancellationToken));

    public ValueTask<bool> CreateFolderAsync(RemotePath folder, CancellationToken cancellationToken) =>
        AroundAsync("create", folder, () => inner.CreateFolderAsync(folder, cancellationToken));

    public ValueTask<RemoteProbe> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<T> AroundAsync<T>(string verb, RemotePath path, Func<ValueTask<T>> call)
    {
        await hooks.OnBeforeAsync(verb, path);
        var result = await call();
        await hooks.OnAfterAsync(verb, path);
        return result;
    }
}
