using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// A private sshd on loopback with keys of its own that serves nothing but SFTP on one folder. As root it changes its root into that folder
/// and serves it to the user nobody, so that the customer's view starts at "/"; as anybody else it serves the same user and the view is the
/// whole path (<see cref="Prefix"/>).
/// </summary>
internal sealed class DemoSshd : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private DemoSshd(Process process, string folder, string area, int port, string user, string prefix)
    {
        this.process = process;
        this.folder = folder;
        Area = area;
        Port = port;
        User = user;
        Prefix = prefix;
    }

    /// <summary>The folder of this machine that the customer sees.</summary>
    public string Area { get; }

    public int Port { get; }

    public string User { get; }

    /// <summary>What stands before the customer's folders in the server's paths; empty where the server changed its root.</summary>
    public string Prefix { get; }

    public string PrivateKeyFile => Path.Combine(folder, "customer_key");

    /// <summary>The host key as a profile pins it: type and key.</summary>
    public string HostKey =>
        string.Join(' ', File.ReadAllText(Path.Combine(folder, "host_key.pub")).Split(' ', StringSplitOptions.TrimEntries)[..2]);

    /// <summary>Arguments for the sftp program, to be followed by nothing.</summary>
    public IReadOnlyList<string> SftpArguments =>
    [
        "-q", "-F", "/dev/null", "-P", Port.ToString(CultureInfo.InvariantCulture), "-i", PrivateKeyFile, "-o", "IdentitiesOnly=yes", "-o",
        "BatchMode=yes",
        "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={Path.Combine(folder, "known_hosts")}", "-o", "ConnectTimeout=15",
        $"{User}@127.0.0.1",
    ];

    /// <param name="folder">For keys, configuration and log of the server.</param>
    /// <param name="area">What it serves; created with <paramref name="folders"/> in it.</param>
    /// <param name="folders">Relative paths the customer may write to.</param>
    /// <param name="time">For waiting.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="FileExchangeException">A program is missing, or the server did not start; the message has its last
    /// words.</exception>
    public static async Task<DemoSshd> StartAsync(string folder, string area, IEnumerable<string> folders, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var changesRoot = Environment.IsPrivilegedProcess;
        var user = changesRoot ? "nobody" : Environment.UserName;
        if (changesRoot && WritableAbove(area) is { } open)
        {
            throw new FileExchangeException(FailureReason.SpoolUnavailable, isTransient: false,
                $"sshd shows a customer no folder below {open}, to which others may write. Choose another one with --directory.");
        }

        StopLeftover(folder);
        Directory.CreateDirectory(folder);
        await CreateAreaAsync(area, folders, changesRoot ? user : null, cancellationToken);
        await CreateKeysAsync(folder, cancellationToken);
        if (changesRoot)
        {
            // sshd separates its privileges there and refuses to start without it; Debian makes it with the service, which need not run
            // here.
            Directory.CreateDirectory("/run/sshd", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var configuration = Path.Combine(folder, "sshd_config");
            await File.WriteAllTextAsync(configuration, Configuration(folder, area, port, user, changesRoot), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "known_hosts"),
                $"[127.0.0.1]:{port} {await File.ReadAllTextAsync(Path.Combine(folder, "host_key.pub"), cancellationToken)}",
                cancellationToken);
            var log = Path.Combine(folder, "sshd.log");
            File.Delete(log);
            var process = Process.Start(new ProcessStartInfo(DemoProgram.Sshd.Find(), ["-D", "-f", configuration, "-E", log]))!;
            var server = new DemoSshd(process, folder, area, port, user, changesRoot ? "" : area);
            if (await server.ListensAsync(time, cancellationToken))
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == 3)
            {
                var words = File.Exists(log) ? DemoProgram.LastLines(await File.ReadAllTextAsync(log, cancellationToken))
                    : "it said nothing";
                throw new FileExchangeException(FailureReason.RemoteUnreachable, isTransient: false,
                    $"The demo's sshd did not start: {words}");
            }
        }
    }

    /// <summary>
    /// Ends a server that a killed demo left behind in the same folder: only one whose command line names our configuration.
    /// </summary>
    public static void StopLeftover(string folder)
    {
        var pidFile = Path.Combine(folder, "sshd.pid");
        if (!File.Exists(pidFile) || !int.TryParse(File.ReadAllText(pidFile).Trim(), CultureInfo.InvariantCulture, out var pid)
            || !File.Exists($"/proc/{pid}/cmdline") || !File.ReadAllText($"/proc/{pid}/cmdline")
            .Contains(Path.Combine(folder, "sshd_config"), StringComparison.Ordinal))
        {
            return;
        }

        using var process = Process.GetProcessById(pid);
        process.Kill(entireProcessTree: true);
        process.WaitForExit(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        File.Delete(Path.Combine(folder, "sshd.pid"));
    }

    private async Task<bool> ListensAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 150 && !process.HasExited; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
            }
        }

        return false;
    }

    private static async Task CreateAreaAsync(string area, IEnumerable<string> folders, string? owner, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(area);
        foreach (var path in folders)
        {
            Directory.CreateDirectory(Path.Combine(area, path));
        }

        if (owner is not null)
        {
            // The area itself stays root's: sshd changes its root only into such a folder. What is in it belongs to the customer.
            await new DemoProgram("chown", "coreutils").RunAsync(["-R", owner, "--", .. Directory.EnumerateDirectories(area)], "",
                cancellationToken);
        }
    }

    private static async Task CreateKeysAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "host_key", "customer_key" })
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
            {
                await DemoProgram.Keygen.RunAsync(["-q", "-t", "ed25519", "-N", "", "-C", $"nexusgo-demo {name}", "-f", path], "",
                    cancellationToken);
            }
        }

        File.Copy(Path.Combine(folder, "customer_key.pub"), Path.Combine(folder, "authorized_keys"), overwrite: true);
    }

    /// <summary>
    /// The first folder on the way to a path that others than its owner may write to, or null (ChrootDirectory of sshd_config(5)).
    /// </summary>
    internal static string? WritableAbove(string path)
    {
        var folders = new Stack<string>();
        for (var at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
        {
            folders.Push(at);
        }

        return folders.FirstOrDefault(folder => Directory.Exists(folder)
            && (File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0);
    }

    private static string Configuration(string folder, string area, int port, string user, bool changesRoot) => $"""
        Port {port}
        ListenAddress 127.0.0.1
        HostKey "{folder}/host_key"
        PidFile "{folder}/sshd.pid"
        AuthorizedKeysFile "{folder}/authorized_keys"
        StrictModes no
        UsePAM no
        UseDNS no
        AuthenticationMethods publickey
        AllowUsers {user}
        AllowTcpForwarding no
        AllowAgentForwarding no
        AllowStreamLocalForwarding no
        X11Forwarding no
        PermitTTY no
        PermitUserRC no
        PermitTunnel no
        LogLevel VERBOSE
        Subsystem sftp internal-sftp
        {(changesRoot ? $"ChrootDirectory \"{area}\"" : "")}
        ForceCommand internal-sftp -u 022 -d "{(changesRoot ? "/" : area)}"
        """.ReplaceLineEndings("\n") + "\n";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
