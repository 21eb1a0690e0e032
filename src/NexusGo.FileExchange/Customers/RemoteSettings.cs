using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NexusGo.FileExchange.Adapters.Sftp;

namespace NexusGo.FileExchange.Customers;

/// <summary>The customer's SFTP server and how to get in.</summary>
public sealed record RemoteSettings
{
    [AllowedValues("OpenSsh", "Local", "SshNet")]
    [Description("OpenSsh: the system's ssh program. Local: a folder of this machine through the system's sftp-server program. SshNet: needs a build with the managed engines.")]
    public string Engine { get; init; } = "OpenSsh";

    [Description("Host name or address. Required for OpenSsh and SshNet.")]
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    [Description("TCP port.")]
    public int Port { get; init; } = 22;

    [Description("User name at the server. Required for OpenSsh and SshNet.")]
    public string User { get; init; } = "";

    [Description("Pinned host keys, each as in a known_hosts line without the host: \"ssh-ed25519 AAAA…\". At least one for OpenSsh and SshNet; several while a server changes its key.")]
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    [Description("Path of the private key (mode 0600).")]
    public string? PrivateKeyFile { get; init; }

    [Description("Path of an ssh certificate for that key.")]
    public string? CertificateFile { get; init; }

    [Description("Path of a file whose first line is the key's passphrase, or env:NAME.")]
    public string? PassphraseFile { get; init; }

    [Description("Path of a file whose first line is the password, or env:NAME. Together with a key both are asked for.")]
    public string? PasswordFile { get; init; }

    [Description("Jump host as [user@]host[:port].")]
    public string? ProxyJump { get; init; }

    [Description("Further ssh options, passed on as they are, such as an older algorithm that a server insists on.")]
    public IReadOnlyDictionary<string, string> SshOptions { get; init; } = new Dictionary<string, string>();

    [Description("Engine Local: the folder that plays the remote root.")]
    public string? LocalRoot { get; init; }

    [Range(1, 16)]
    [Description("Most sessions at the same time with this server.")]
    public int MaxSessions { get; init; } = 1;

    [TimeRange("00:00:01", "00:10:00")]
    [Description("From start to a usable session.")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [TimeRange("00:00:01", "00:10:00")]
    [Description("From a request to its answer.")]
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [TimeRange("00:00:01", "00:30:00")]
    [Description("Longest silence while a file is being transferred.")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [TimeRange("00:00:01", "00:10:00")]
    [Description("Interval of keep-alives; three unanswered ones end the session.")]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);
}
