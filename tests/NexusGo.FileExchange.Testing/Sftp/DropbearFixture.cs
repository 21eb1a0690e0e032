using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// A private dropbear on loopback with OpenSSH's sftp-server, for as long as the fixture lives: the SSH server of small devices. A user of its own gets in by key.
/// Needs root. A missing program fails the tests.
/// </summary>
public sealed class DropbearFixture : IAsyncDisposable
{
    private const string SftpServer = "/usr/lib/sftp-server";

    private readonly Process process;
    private readonly string user;

    private DropbearFixture(string folder, int port, Process process, string user)
    {
        Folder = folder;
        Port = port;
        this.process = process;
        this.user = user;
    }

    public string Folder { get; }

    public int Port { get; }

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    public static async Task<DropbearFixture> StartAsync()
    {
        if (!File.Exists(SftpServer))
        {
            throw new InvalidOperationException("There is no /usr/lib/sftp-server: install/prerequisites.sh installs openssh-sftp-server.");
        }

        var folder = Directory.CreateTempSubdirectory("nxfx-dropbear-").FullName;
        Programs.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", Path.Combine(folder, "user_key")]);
        Programs.Run("dropbearkey", ["-t", "ed25519", "-f", Path.Combine(folder, "host_key")]);
        File.WriteAllText(Path.Combine(folder, "host_key.pub"),
            Programs.Run("dropbearkey", ["-y", "-f", Path.Combine(folder, "host_key")]).Split('\n').Single(line => line.StartsWith("ssh-ed25519 ", StringComparison.Ordinal)));
        Programs.Run("chmod", ["755", folder]);
        var port = SshdFixture.FreePort();
        var user = NewUser(folder);
        var start = new ProcessStartInfo("/usr/sbin/dropbear", ["-F", "-E", "-r", Path.Combine(folder, "host_key"), "-p", $"127.0.0.1:{port}", "-P", Path.Combine(folder, "pid"), "-s", "-j", "-k"])
        {
            RedirectStandardError = true,
        };
        var fixture = new DropbearFixture(folder, port, Process.Start(start)!, user);
        fixture.process.ErrorDataReceived += static (_, _) => { };
        fixture.process.BeginErrorReadLine();
        return await SshdFixture.ListensAsync(port, fixture.process) ? fixture : throw new InvalidOperationException("dropbear does not listen.");
    }

    public RemoteEndpoint Endpoint(string engine) => new()
    {
        Name = "acme",
        Engine = engine,
        Host = "127.0.0.1",
        Port = Port,
        User = user,
        HostKeys = [string.Join(' ', File.ReadAllText(Path.Combine(Folder, "host_key.pub")).Split(' ')[..2])],
        PrivateKeyFile = Path.Combine(Folder, "user_key"),
        ConnectTimeout = TimeSpan.FromSeconds(20),
    };

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Programs.Run("userdel", [user]);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>dropbear takes the keys from the user's home, so that one is made for it.</summary>
    private static string NewUser(string folder)
    {
        var (user, home) = ($"nxfx{Guid.NewGuid():N}"[..12], Path.Combine(folder, "home"));
        Directory.CreateDirectory(Path.Combine(home, ".ssh"));
        File.Copy(Path.Combine(folder, "user_key.pub"), Path.Combine(home, ".ssh", "authorized_keys"));
        Programs.Run("useradd", ["--no-create-home", "--home-dir", home, "--shell", "/bin/sh", user]);
        Programs.Run("chown", ["-R", user, home]);
        Programs.Run("chmod", ["-R", "go-rwx", Path.Combine(home, ".ssh")]);
        return user;
    }
}
