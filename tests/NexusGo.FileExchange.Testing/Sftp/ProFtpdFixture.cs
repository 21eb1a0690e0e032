using System.Diagnostics;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// A private ProFTPD with mod_sftp on loopback, for as long as the fixture lives: an SSH and SFTP implementation that shares no code with
/// OpenSSH. One virtual user, who gets in by key and acts as whoever runs the tests. A missing program fails the tests.
/// </summary>
public sealed class ProFtpdFixture : SshServerFixture
{
    private const string User = "bureau";
    private const string Modules = "/usr/lib/proftpd";

    private ProFtpdFixture(string folder, int port, ProcessStartInfo start)
        : base(folder, port, User, start)
    {
    }

    public override string LogText => string.Concat(((string[])["system.log", "sftp.log"]).Select(name => Path.Combine(Folder, name))
        .Where(File.Exists).Select(File.ReadAllText));

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    public static async Task<ProFtpdFixture> StartAsync()
    {
        if (!File.Exists(Path.Combine(Modules, "mod_sftp.so")))
        {
            throw new InvalidOperationException(
                "ProFTPD's mod_sftp is missing: install/prerequisites.sh --tests installs proftpd-mod-crypto.");
        }

        var folder = Directory.CreateTempSubdirectory("nxfx-proftpd-").FullName;
        Programs.Run("chmod", ["755", folder]);
        foreach (var key in (string[])["host_key", "user_key"])
        {
            MakeKey(folder, key);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "keys"),
            Programs.Run("ssh-keygen", ["-e", "-m", "RFC4716", "-f", Path.Combine(folder, "user_key.pub")]));
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"{User}:*:{Id("-u")}:{Id("-g")}::{folder}:/bin/sh\n");
        Programs.Run("chmod", ["600", Path.Combine(folder, "users")]);
        var port = FreePort();
        var config = Path.Combine(folder, "proftpd.conf");
        await File.WriteAllLinesAsync(config, Settings(folder, port));
        var fixture = new ProFtpdFixture(folder, port, new ProcessStartInfo("/usr/sbin/proftpd", ["--nodaemon", "--config", config]));
        await fixture.WaitUntilReadyAsync();
        return fixture;
    }

    private static string[] Settings(string folder, int port) =>
    [
        $"ModulePath {Modules}", "LoadModule mod_sftp.c",
        "ServerType standalone", "DefaultServer on", "ServerName test", "DefaultAddress 127.0.0.1", $"Port {port}", "UseIPv6 off",
        "UseReverseDNS off",
        $"PidFile {folder}/pid", $"ScoreboardFile {folder}/scoreboard", $"SystemLog {folder}/system.log", "WtmpLog off", "TransferLog none",
        "DelayEngine off",
        $"User {Id("-un")}", $"Group {Id("-gn")}", "RootLogin on", "RequireValidShell off",
        "AuthPAM off", "AuthOrder mod_auth_file.c", $"AuthUserFile {folder}/users", "AllowOverwrite on",
        "SFTPEngine on", $"SFTPLog {folder}/sftp.log", $"SFTPHostKey {folder}/host_key", $"SFTPAuthorizedUserKeys file:{folder}/keys",
        "SFTPAuthMethods publickey",
    ];

    private static string Id(string what) => Programs.Run("id", [what]).Trim();
}
