using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// An SSH server program on loopback, for as long as the fixture lives. Its folder holds <c>host_key.pub</c> and the <c>user_key</c> that
/// gets in. A missing program fails the tests.
/// </summary>
public abstract class SshServerFixture : IAsyncDisposable
{
    private Process process;

    /// <param name="folder">The fixture's own; deleted at the end.</param>
    /// <param name="port">Where the program will listen.</param>
    /// <param name="user">Who gets in.</param>
    /// <param name="start">The program.</param>
    private protected SshServerFixture(string folder, int port, string user, ProcessStartInfo start)
    {
        (Folder, Port, User) = (folder, port, user);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = Start(start);
    }

    /// <summary>Keys, configuration and logs of the server.</summary>
    public string Folder { get; }

    public int Port { get; }

    public string UserKeyFile => Path.Combine(Folder, "user_key");

    public string HostKey => PublicKey("host_key");

    public virtual string LogText => "";

    private string User { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A public key of the folder without its comment.</summary>
    public string PublicKey(string name) => string.Join(' ', File.ReadAllText(Path.Combine(Folder, name + ".pub")).Split(' ')[..2]);

    /// <summary>How to get in with the known key.</summary>
    public RemoteEndpoint Endpoint(string engine = "SshNet") => new()
    {
        Name = "acme",
        Engine = engine,
        Host = "127.0.0.1",
        Port = Port,
        User = User,
        HostKeys = [HostKey],
        PrivateKeyFile = UserKeyFile,
        ConnectTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Ends the server with all its sessions, and starts it again on its port.</summary>
    public async Task RestartAsync()
    {
        var start = process.StartInfo;
        await StopAsync();
        process = Start(start);
        await WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        CleanUp();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static Process Start(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;

        // Read and forgotten, because a full pipe would stop the program.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task StopAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Waits until a program accepts connections; false when it ended or took over ten seconds.</summary>
    internal static async Task<bool> ListensAsync(int port, Process server)
    {
        for (var attempt = 0; attempt < 200 && !server.HasExited; attempt++)
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        return false;
    }

    private protected static void MakeKey(string folder, string name) =>
        Programs.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", Path.Combine(folder, name)]);

    /// <exception cref="InvalidOperationException">It does not accept connections; its log is shown.</exception>
    private protected async Task WaitUntilReadyAsync()
    {
        if (!await ListensAsync(Port, process))
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} does not listen: {LogText}");
        }
    }

    /// <summary>Takes away what is not in the folder, once the program has ended.</summary>
    private protected virtual void CleanUp()
    {
    }
}
