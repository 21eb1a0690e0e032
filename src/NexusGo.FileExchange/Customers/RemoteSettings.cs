using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>The customer's SFTP server and how to get in.</summary>
public sealed record RemoteSettings
{
    [AllowedValues("SshNet", "OpenSsh", "Local")]
    [Description("SshNet: SSH inside the worker, without other programs. OpenSsh: the system's ssh program, for jump hosts, FIDO keys, "
        + "SshOptions and unusual servers. Local: a folder of this machine through the system's sftp-server program.")]
    public string Engine { get; init; } = "SshNet";

    [Description("Host name or address. Required for SshNet and OpenSsh.")]
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    [Description("TCP port.")]
    public int Port { get; init; } = 22;

    [Description("User name at the server. Required for SshNet and OpenSsh.")]
    public string User { get; init; } = "";

    [Description("Pinned host keys, each as in a known_hosts line without the host: \"ssh-ed25519 AAAA…\", or \"@cert-authority "
        + "ssh-ed25519 AAAA…\" for an authority that certifies the server. At least one for SshNet and OpenSsh; several while a server "
        + "changes its key.")]
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    [Description("Path of the private key (mode 0600).")]
    public string? PrivateKeyFile { get; init; }

    [Description("Path of an ssh certificate for that key.")]
    public string? CertificateFile { get; init; }

    [Description("Path of a file whose first line is the key's passphrase, or env:NAME.")]
    public string? PassphraseFile { get; init; }

    [Description("Path of a file whose first line is the password, or env:NAME. Together with a key both are asked for.")]
    public string? PasswordFile { get; init; }

    [Description("Engine SshNet: a proxy as http://[user@]host:port or socks5://[user@]host:port.")]
    public string? Proxy { get; init; }

    [Description("Path of a file whose first line is the proxy user's password, or env:NAME.")]
    public string? ProxyPasswordFile { get; init; }

    [Description("Outdated algorithms that this server needs, each until a date; the log warns of them every day.")]
    public IReadOnlyList<LegacySettings> Legacy { get; init; } = [];

    [Description("Engine OpenSsh: a jump host as [user@]host[:port].")]
    public string? ProxyJump { get; init; }

    [Description("Pinned host keys of the jump host, in the form of HostKeys. At least one with ProxyJump.")]
    public IReadOnlyList<string> ProxyJumpHostKeys { get; init; } = [];

    [Description("Engine OpenSsh: further options of ssh: algorithms, RekeyLimit, and signs of life (ServerAliveInterval and the like).")]
    public IReadOnlyDictionary<string, string> SshOptions { get; init; } = new Dictionary<string, string>();

    [Description("Engine Local: the folder that plays the remote root.")]
    public string? LocalRoot { get; init; }

    [TimeRange("00:00:01", "00:10:00")]
    [Description("From start to a usable session.")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [TimeRange("00:00:01", "00:10:00")]
    [Description("From a request to its answer, or from the answer before it where several are under way.")]
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [TimeRange("00:00:01", "00:30:00")]
    [Description("Longest silence while a file is being transferred.")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [TimeRange("00:00:01", "00:10:00")]
    [Description("Longest silence before the server is asked for a sign of life; a session silent for three of them is over.")]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    [TimeRange("00:00:00", "30.00:00:00")]
    [Description("How often the worker tries the area as probe does, with small files of its own, and compares host keys, folders, rights, "
        + "clock and file times with the time before. 0 = never.")]
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>An outdated algorithm that a server needs.</summary>
public sealed record LegacySettings
{
    [Required, Description("The algorithm by its name in the protocol, such as diffie-hellman-group14-sha1.")]
    public string Algorithm { get; init; } = "";

    [Required, Description("The last day (UTC) on which it is offered (YYYY-MM-DD).")]
    public DateOnly? Until { get; init; }

    public override string ToString() => Algorithm;
}
