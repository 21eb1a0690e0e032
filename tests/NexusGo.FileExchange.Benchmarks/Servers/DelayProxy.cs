using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>
/// A slow line on loopback: every byte arrives a fixed time after it was sent, in each direction, however many are under way. Runs as a
/// process of its own, so that its work is not ours.
/// </summary>
internal sealed class DelayProxy : IDisposable
{
    public const string Verb = "delay-proxy";

    /// <summary>Far more than is under way in 20 ms; bounds the memory.</summary>
    private const int MostChunksUnderWay = 4_096;

    private readonly Process process;

    private DelayProxy(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <param name="target">Port on loopback.</param>
    /// <param name="roundTrip">Added to every round trip, half of it each way.</param>
    public static async Task<DelayProxy> StartAsync(int target, TimeSpan roundTrip)
    {
        var oneWay = (roundTrip / 2).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DelayProxy).Assembly.Location);
        }

        start.ArgumentList.Add(Verb);
        start.ArgumentList.Add(target.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(oneWay);
        var process = Process.Start(start)!;
        return new DelayProxy(process, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>
    /// The proxy itself: arguments are the verb, the target's port and the delay of one way in milliseconds. Ends when it is killed.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var target = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var delay = TimeSpan.FromMilliseconds(double.Parse(arguments[2], CultureInfo.InvariantCulture));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Console.Out.WriteLineAsync(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        while (true)
        {
            var client = await listener.AcceptSocketAsync();
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await server.ConnectAsync(IPAddress.Loopback, target);
            client.NoDelay = server.NoDelay = true;
            _ = PumpAsync(client, server, delay);
            _ = PumpAsync(server, client, delay);
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, TimeSpan delay)
    {
        var underWay = Channel.CreateBounded<(byte[] Bytes, long SentAt)>(MostChunksUnderWay);
        var arriving = ArriveAsync(underWay.Reader, to, delay);
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                await underWay.Writer.WriteAsync((buffer.AsSpan(0, read).ToArray(), Stopwatch.GetTimestamp()));
            }
        }
        catch (SocketException)
        {
            // The other side went away; what is under way still arrives.
        }

        underWay.Writer.Complete();
        await arriving;
    }

    private static async Task ArriveAsync(ChannelReader<(byte[] Bytes, long SentAt)> underWay, Socket to, TimeSpan delay)
    {
        try
        {
            await foreach (var (bytes, sentAt) in underWay.ReadAllAsync())
            {
                var wait = delay - Stopwatch.GetElapsedTime(sentAt);
                if (wait > TimeSpan.FromMilliseconds(0.5))
                {
                    await Task.Delay(wait, TimeProvider.System);
                }

                await to.SendAsync(bytes);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
        }
    }
}
