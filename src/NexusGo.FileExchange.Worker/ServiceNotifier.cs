using System.Net.Sockets;
using System.Text;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// Tells systemd how the worker is, by sd_notify(3): one datagram to the socket that it names. Where there is none, nothing is told.
/// </summary>
/// <param name="address">Path of the socket; with @ in front an abstract one (unix(7)).</param>
internal sealed class ServiceNotifier(string? address)
{
    public const string Variable = "NOTIFY_SOCKET";

    /// <summary>Everything that belongs to the worker has started.</summary>
    public void Ready() => Tell("READY=1");

    /// <summary>A sign of life: without one within WatchdogSec= the service is killed and started again.</summary>
    public void Alive() => Tell("WATCHDOG=1");

    public void Stopping() => Tell("STOPPING=1");

    private void Tell(string state)
    {
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            var name = address.StartsWith('@') ? '\0' + address[1..] : address;
            socket.SendTo(Encoding.ASCII.GetBytes(state), new UnixDomainSocketEndPoint(name));
        }
        catch (SocketException)
        {
            // Nobody listens any more; a service manager that is back asks by its watchdog.
        }
    }
}
