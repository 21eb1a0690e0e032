using System.Net;
using System.Net.Sockets;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>A line on loopback to a server, which can go dead without being cut, at a byte or at a moment.</summary>
public sealed class LoopbackProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly long stallAfterBytes;
    private readonly List<Socket> sockets = [];
    private readonly TaskCompletionSource never = new();
    private long bytesToClient;
    private volatile bool upFrozen;
    private volatile bool downFrozen;

    /// <param name="target">Port of the server.</param>
    /// <param name="stallAfterBytes">So many bytes of the server arrive; then nothing more does, and the line stays open.</param>
    public LoopbackProxy(int target, long stallAfterBytes = long.MaxValue)
    {
        this.target = target;
        this.stallAfterBytes = stallAfterBytes;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public long BytesToClient => Interlocked.Read(ref bytesToClient);

    /// <summary>Nothing is taken from the client any more: what it sends stays in the buffers of the line until they are full.</summary>
    public void FreezeUplink() => upFrozen = true;

    /// <summary>Nothing of the server arrives any more.</summary>
    public void FreezeDownlink() => downFrozen = true;

    public void Dispose()
    {
        listener.Dispose();
        never.TrySetCanceled();
        lock (sockets)
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                client.ReceiveBufferSize = 16 * 1024;
                lock (sockets)
                {
                    sockets.AddRange([client, server]);
                }

                await server.ConnectAsync(IPAddress.Loopback, target);
                _ = PumpAsync(client, server, long.MaxValue, () => upFrozen, static _ => { });
                _ = PumpAsync(server, client, stallAfterBytes, () => downFrozen, count => Interlocked.Add(ref bytesToClient, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, long most, Func<bool> frozen, Action<int> passed)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                var count = (int)Math.Min(read, most);
                most -= count;
                if (frozen() || count < read)
                {
                    await to.SendAsync(buffer.AsMemory(0, frozen() ? 0 : count));
                    await never.Task;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
                passed(count);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The line is gone.
        }
    }
}
