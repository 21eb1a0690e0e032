using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// A private ProFTPD with mod_sftp on loopback, for as long as the fixture lives: an SSH and SFTP implementation that shares no code with OpenSSH. One
/// virtual user, who gets in by key and acts as whoever runs the tests. A missing program fails the tests.
/// </summary>
public sealed class ProFtpdFixture : IAsyncDisposable
{
    private const string User = "bureau";
    private const string Modules = "/usr/lib/proftpd";

    private readonly Process process;

    private ProFtpdFixture(string folder, int port, Process process)
    {
        Folder = folder;
        Port = port;
        this.process = process;
    }

    public string Folder { get; }

    public int Port { get; }

    public string LogText => string.Concat(((string[])["system.log", "sftp.log"]).Select(name => Path.Combine(Folder, name)).Where(File.Exists).Select(File.ReadAllText));

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    public static async Task<ProFtpdFixture> StartAsync()
    {
        if (!File.Exists(Path.Combine(Modules, "mod_sftp.so")))
        {
            throw new InvalidOperationException("ProFTPD's mod_sftp is missing: install/prerequisites.sh --tests installs proftpd-mod-crypto.");
        }

        var folder = Directory.CreateTempSubdirectory("nxfx-proftpd-").FullName;
        Programs.Run("chmod", ["755", folder]);
        foreach (var key in (string[])["host_key", "user_key"])
        {
            Programs.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", Path.Combine(folder, key)]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "keys"), Programs.Run("ssh-keygen", ["-e", "-m", "RFC4716", "-f", Path.Combine(folder, "user_key.pub")]));
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"{User}:*:{Id("-u")}:{Id("-g")}::{folder}:/bin/sh\n");
        Programs.Run("chmod", ["600", Path.Combine(folder, "users")]);
        var port = SshdFixture.FreePort();
        var config = Path.Combine(folder, "proftpd.conf");
        await File.WriteAllLinesAsync(config, Settings(folder, port));
        var start = new ProcessStartInfo("/usr/sbin/proftpd", ["--nodaemon", "--config", config]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var fixture = new ProFtpdFixture(folder, port, Process.Start(start)!);
        if (!await SshdFixture.ListensAsync(port, fixture.process))
        {
            throw new InvalidOperationException($"ProFTPD does not listen: {fixture.LogText}");
        }

        return fixture;
    }

    public RemoteEndpoint Endpoint(string engine) => new()
    {
        Name = "acme",
        Engine = engine,
        Host = "127.0.0.1",
        Port = Port,
        User = User,
        HostKeys = [string.Join(' ', File.ReadAllText(Path.Combine(Folder, "host_key.pub")).Split(' ')[..2])],
        PrivateKeyFile = Path.Combine(Folder, "user_key"),
        ConnectTimeout = TimeSpan.FromSeconds(20),
    };

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string[] Settings(string folder, int port) =>
    [
        $"ModulePath {Modules}", "LoadModule mod_sftp.c",
        "ServerType standalone", "DefaultServer on", "ServerName test", "DefaultAddress 127.0.0.1", $"Port {port}", "UseIPv6 off", "UseReverseDNS off",
        $"PidFile {folder}/pid", $"ScoreboardFile {folder}/scoreboard", $"SystemLog {folder}/system.log", "WtmpLog off", "TransferLog none", "DelayEngine off",
        $"User {Id("-un")}", $"Group {Id("-gn")}", "RootLogin on", "RequireValidShell off",
        "AuthPAM off", "AuthOrder mod_auth_file.c", $"AuthUserFile {folder}/users", "AllowOverwrite on",
        "SFTPEngine on", $"SFTPLog {folder}/sftp.log", $"SFTPHostKey {folder}/host_key", $"SFTPAuthorizedUserKeys file:{folder}/keys", "SFTPAuthMethods publickey",
    ];

    private static string Id(string what) => Programs.Run("id", [what]).Trim();
}
