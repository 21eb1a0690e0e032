using System.Net.Sockets;
using System.Text;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class ServiceNotifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_service_manager_hears_of_start_life_and_stop(bool isAbstract)
    {
        var name = folder.PathOf("notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name : name));
        var notifier = new ServiceNotifier(isAbstract ? "@" + name : name);

        notifier.Ready();
        notifier.Alive();
        notifier.Stopping();

        Assert.Equal(["READY=1", "WATCHDOG=1", "STOPPING=1"], [Receive(manager), Receive(manager), Receive(manager)]);
    }

    [Fact]
    public void Without_a_service_manager_nothing_happens()
    {
        new ServiceNotifier(null).Ready();
        new ServiceNotifier("").Alive();
        new ServiceNotifier(folder.PathOf("gone")).Stopping();
    }

    private static string Receive(Socket manager)
    {
        var datagram = new byte[100];
        return Encoding.ASCII.GetString(datagram, 0, manager.Receive(datagram));
    }
}
