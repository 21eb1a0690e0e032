using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// A private OpenSSH server on loopback with keys of its own, for as long as the fixture lives. Needs no privileges, except for
/// <see cref="CreatePasswordUser"/>. A missing program fails the tests.
/// </summary>
public sealed class SshdFixture : SshServerFixture
{
    private readonly List<string> users = [];

    private SshdFixture(string folder, int port, ProcessStartInfo start)
        : base(folder, port, Environment.UserName, start)
    {
    }

    /// <summary>A key the server does not know.</summary>
    public string StrangerKeyFile => Path.Combine(Folder, "stranger_key");

    public override string LogText => File.Exists(Path.Combine(Folder, "log")) ? File.ReadAllText(Path.Combine(Folder, "log")) : "";

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    /// <param name="settings">Further lines of sshd_config; they win over the fixture's own.</param>
    public static Task<SshdFixture> StartAsync(params string[] settings) => StartAsync(static _ => { }, settings);

    /// <param name="prepare">Makes further files in the fixture's folder before the server starts.</param>
    /// <param name="settings">Further lines of sshd_config; they win over the fixture's own.</param>
    public static async Task<SshdFixture> StartAsync(Action<string> prepare, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-sshd-").FullName;
        Programs.Run("chmod", ["755", folder]);
        foreach (var key in (string[])["host_key", "user_key", "stranger_key", "guest_key", "ca_key"])
        {
            MakeKey(folder, key);
        }

        File.Copy(Path.Combine(folder, "user_key.pub"), Path.Combine(folder, "authorized_keys"));
        prepare(folder);
        if (Environment.UserName == "root")
        {
            Directory.CreateDirectory("/run/sshd"); // sshd's privilege separation folder, which its service would have made.
        }

        var port = FreePort();
        var config = Path.Combine(folder, "sshd_config");
        await File.WriteAllLinesAsync(config,
        [
            .. settings.Select(setting => setting.Replace("{folder}", folder, StringComparison.Ordinal)),
            "ListenAddress 127.0.0.1", $"Port {port}", $"HostKey {folder}/host_key", $"AuthorizedKeysFile {folder}/authorized_keys",
            "PidFile none", "UsePAM no", "StrictModes no", "PermitRootLogin yes", "PasswordAuthentication no",
            "KbdInteractiveAuthentication no", "UseDNS no", "MaxStartups 200",
            .. settings.Any(setting => setting.StartsWith("Subsystem ", StringComparison.Ordinal))
                ? [] : (string[])["Subsystem sftp internal-sftp"],
        ]);
        var start = new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-f", config, "-E", Path.Combine(folder, "log")]);
        var fixture = new SshdFixture(folder, port, start);
        await fixture.WaitUntilReadyAsync();
        return fixture;
    }

    /// <summary>Makes another key that the server knows.</summary>
    /// <param name="name">File name of the key.</param>
    /// <param name="options">Further options of ssh-keygen, such as <c>-t ecdsa</c>.</param>
    /// <param name="passphrase">Of the key, or empty.</param>
    public string AddUserKey(string name, string[] options, string passphrase = "")
    {
        var file = Path.Combine(Folder, name);
        Programs.Run("ssh-keygen", ["-q", "-N", passphrase, "-C", "test", "-f", file, .. options]);
        File.AppendAllText(Path.Combine(Folder, "authorized_keys"), File.ReadAllText(file + ".pub"));
        return file;
    }

    /// <summary>Known to the server by its certificate only; the server needs <c>TrustedUserCAKeys {folder}/ca_key.pub</c>.</summary>
    public string GuestKeyFile => Path.Combine(Folder, "guest_key");

    /// <summary>Signs the guest's key with the fixture's certificate authority.</summary>
    public string SignGuestKey()
    {
        Programs.Run("ssh-keygen",
            ["-q", "-s", Path.Combine(Folder, "ca_key"), "-I", "test", "-n", Environment.UserName, "-V", "-5m:+1h", GuestKeyFile + ".pub"]);
        return GuestKeyFile + "-cert.pub";
    }

    /// <summary>Makes a user of the system with a password, removed with the fixture. Needs root.</summary>
    public string CreatePasswordUser(string password)
    {
        if (Environment.UserName != "root")
        {
            throw new InvalidOperationException("The tests of password authentication make a user of the system and must run as root.");
        }

        var user = $"nxfx{Guid.NewGuid():N}"[..12];
        Programs.Run("useradd", ["--no-create-home", "--home-dir", "/", "--shell", "/bin/sh", user]);
        users.Add(user);
        Programs.Run("chpasswd", [], $"{user}:{password}\n");
        return user;
    }

    public string WriteSecret(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content + "\n");
        Programs.Run("chmod", ["600", path]);
        return path;
    }

    /// <summary>A command for askpass prompts that needs no build of the worker.</summary>
    public IReadOnlyList<string> AskPassCommand()
    {
        var script = Path.Combine(Folder, "askpass.sh");
        File.WriteAllText(script,
            """
            case "$1" in
            "Enter passphrase for "*) exec head -n 1 "$NEXUSGO_PASSPHRASE_FILE" ;;
            *) exec head -n 1 "$NEXUSGO_PASSWORD_FILE" ;;
            esac

            """);
        return ["/bin/sh", script];
    }

    private protected override void CleanUp()
    {
        foreach (var user in users)
        {
            Programs.Run("userdel", [user]);
        }
    }
}
