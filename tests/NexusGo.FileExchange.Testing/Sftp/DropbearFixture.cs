using System.Diagnostics;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// A private dropbear on loopback with OpenSSH's sftp-server, for as long as the fixture lives: the SSH server of small devices. A user of
/// its own gets in by key. Needs root. A missing program fails the tests.
/// </summary>
public sealed class DropbearFixture : SshServerFixture
{
    private const string SftpServer = "/usr/lib/sftp-server";

    private readonly string user;

    private DropbearFixture(string folder, int port, string user, ProcessStartInfo start)
        : base(folder, port, user, start) => this.user = user;

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    public static async Task<DropbearFixture> StartAsync()
    {
        if (!File.Exists(SftpServer))
        {
            throw new InvalidOperationException("There is no /usr/lib/sftp-server: install/prerequisites.sh installs openssh-sftp-server.");
        }

        var folder = Directory.CreateTempSubdirectory("nxfx-dropbear-").FullName;
        MakeKey(folder, "user_key");
        Programs.Run("dropbearkey", ["-t", "ed25519", "-f", Path.Combine(folder, "host_key")]);
        File.WriteAllText(Path.Combine(folder, "host_key.pub"),
            Programs.Run("dropbearkey", ["-y", "-f", Path.Combine(folder, "host_key")]).Split('\n')
            .Single(line => line.StartsWith("ssh-ed25519 ", StringComparison.Ordinal)));
        Programs.Run("chmod", ["755", folder]);
        var port = FreePort();
        var user = NewUser(folder);
        var start = new ProcessStartInfo("/usr/sbin/dropbear", ["-F", "-E", "-r", Path.Combine(folder, "host_key"), "-p",
            $"127.0.0.1:{port}", "-P", Path.Combine(folder, "pid"), "-s", "-j", "-k"]);
        var fixture = new DropbearFixture(folder, port, user, start);
        await fixture.WaitUntilReadyAsync();
        return fixture;
    }

    private protected override void CleanUp() => Programs.Run("userdel", [user]);

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
