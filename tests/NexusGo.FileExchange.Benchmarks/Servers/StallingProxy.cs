using System.Net;
using System.Net.Sockets;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>
/// Stands between a worker and a server, and passes on what the server sends up to some number of bytes, then nothing more; or all of it,
/// at so many bytes a second.
/// </summary>
internal sealed class StallingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly int server;
    private readonly long passed;
    private readonly int bytesPerSecond;

    /// <param name="server">Port of the server.</param>
    /// <param name="passed">Bytes of each connection after which nothing more comes.</param>
    /// <param name="bytesPerSecond">How fast they come; 0: at once.</param>
    public StallingProxy(int server, long passed, int bytesPerSecond = 0)
    {
        (this.server, this.passed, this.bytesPerSecond) = (server, passed, bytesPerSecond);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token), stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the measurement.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken token)
    {
        try
        {
            using var near = client;
            using var far = new TcpClient();
            await far.ConnectAsync(IPAddress.Loopback, server, token);
            var there = near.GetStream().CopyToAsync(far.GetStream(), token);
            await BackAsync(far.GetStream(), near.GetStream(), token);

            // The other side finds out by its own deadlines.
            await Task.WhenAny(there, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The worker gave up, or the measurement ended.
        }
    }

    private async Task BackAsync(NetworkStream from, NetworkStream to, CancellationToken token)
    {
        var buffer = new byte[bytesPerSecond == 0 ? 8192 : bytesPerSecond / 10];
        for (var left = passed; left > 0;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), token);
            if (read == 0)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), token);
            left -= read;
            if (bytesPerSecond > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)read / bytesPerSecond), TimeProvider.System, token);
            }
        }
    }
}
