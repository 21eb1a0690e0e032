using System.Net;
using System.Net.Sockets;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// Puts scripted servers of this process behind a program, so that a real sshd, or the engine Local, can have one for its sftp-server. A connection gets the server
/// that was offered last.
/// </summary>
internal sealed class ScriptedSubsystem : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private volatile ScriptedSftpServer? next;

    public ScriptedSubsystem()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        new Thread(Accept) { IsBackground = true, Name = "scripted subsystem" }.Start();
    }

    public int Port { get; }

    /// <summary>The line of sshd_config that makes it the subsystem.</summary>
    public string Setting => $"Subsystem sftp /usr/bin/socat - TCP:127.0.0.1:{Port}";

    public void Offer(ScriptedSftpServer server) => next = server;

    /// <summary>A program for engine Local in the place of sftp-server.</summary>
    public string WriteProgram(string folder)
    {
        var path = Path.Combine(folder, $"sftp-server-{Port}");
        File.WriteAllText(path, $"#!/bin/sh\nexec /usr/bin/socat - TCP:127.0.0.1:{Port}\n");
        Programs.Run("chmod", ["755", path]);
        return path;
    }

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var line = new NetworkStream(listener.AcceptSocket(), ownsSocket: true);
                var server = next ?? throw new InvalidOperationException("No scripted server was offered.");
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
