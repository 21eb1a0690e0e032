using System.Net;
using System.Net.Sockets;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// Puts scripted servers of this process behind a program, so that a real sshd, or the engine Local, can have one for its sftp-server. A
/// connection gets the server that was offered last.
/// </summary>
internal sealed class ScriptedSubsystem : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Socket local = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private volatile ScriptedSftpServer? next;

    public ScriptedSubsystem()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        AcceptFrom(listener.Server);
    }

    public int Port { get; }

    /// <summary>The line of sshd_config that makes it the subsystem.</summary>
    public string Setting => $"Subsystem sftp /usr/bin/socat - TCP:127.0.0.1:{Port}";

    public void Offer(ScriptedSftpServer server) => next = server;

    /// <summary>A program for engine Local in the place of sftp-server.</summary>
    public string WriteProgram(string folder)
    {
        // The engine's sandbox has no network, but sees the folder.
        var path = Path.Combine(folder, $"sftp-server-{Port}");
        local.Bind(new UnixDomainSocketEndPoint(path + ".socket"));
        local.Listen();
        AcceptFrom(local);
        File.WriteAllText(path, $"#!/bin/sh\nexec /usr/bin/socat - UNIX-CONNECT:{path}.socket\n");
        Programs.Run("chmod", ["755", path]);
        return path;
    }

    public void Dispose()
    {
        listener.Dispose();
        local.Dispose();
    }

    private void AcceptFrom(Socket door) => new Thread(() => Accept(door)) { IsBackground = true, Name = "scripted subsystem" }.Start();

    private void Accept(Socket door)
    {
        try
        {
            while (true)
            {
                var line = new NetworkStream(door.Accept(), ownsSocket: true);
                var server = next ?? throw new InvalidOperationException("No scripted server was offered.");
                server.NoteReached();
                Pump(line, server.ClientOutput, server);
                Pump(server.ClientInput, line, server);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static void Pump(Stream from, Stream to, ScriptedSftpServer server) => new Thread(() =>
    {
        try
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                to.Write(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // One side has gone.
        }

        to.Dispose();
        if (from is NetworkStream)
        {
            server.Terminate();
        }
    })
    { IsBackground = true, Name = "scripted subsystem pump" }.Start();
}
