using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Places for visits, first come, first served. The customers of one server have three quarters of them at most, so that a server that
/// hangs keeps nobody else waiting.
/// </summary>
internal sealed class VisitSlots(int all) : IDisposable
{
    private readonly SemaphoreSlim free = new(all, all);
    private readonly Dictionary<string, SemaphoreSlim> freeOfServer = new(StringComparer.OrdinalIgnoreCase);

    public async Task<IDisposable> TakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        // The server's own place first: whoever waits for it holds none of those that all share.
        var own = OfServer(profile);
        await own.WaitAsync(cancellationToken);
        try
        {
            await free.WaitAsync(cancellationToken);
        }
        catch
        {
            own.Release();
            throw;
        }

        return new Slot(own, free);
    }

    public void Dispose()
    {
        free.Dispose();
        foreach (var own in freeOfServer.Values)
        {
            own.Dispose();
        }
    }

    private SemaphoreSlim OfServer(CustomerProfile profile)
    {
        // A folder of this machine is no server that others have as well.
        var server = profile.Remote.Engine == "Local" ? profile.CustomerId : $"{profile.Remote.Host}:{profile.Remote.Port}";
        lock (freeOfServer)
        {
            return freeOfServer.TryGetValue(server, out var own)
                ? own : freeOfServer[server] = new SemaphoreSlim(Math.Max(1, all * 3 / 4));
        }
    }

    private sealed class Slot(SemaphoreSlim own, SemaphoreSlim free) : IDisposable
    {
        public void Dispose()
        {
            free.Release();
            own.Release();
        }
    }
}
