namespace NexusGo.FileExchange.Remote;

/// <summary>
/// Where a remote area is and how to get in; an engine's whole configuration for one session. Secrets are paths, never values.
/// </summary>
public sealed record RemoteEndpoint
{
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultOperationTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan DefaultStallTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan DefaultKeepAliveInterval = TimeSpan.FromSeconds(15);

    /// <summary>The group may read: that is how customers' accounts usually get at our answers.</summary>
    public const UnixFileMode DefaultNewFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Names the endpoint in messages, such as the customer's id.</summary>
    public required string Name { get; init; }

    /// <summary><c>SshNet</c>, <c>OpenSsh</c> or <c>Local</c>.</summary>
    public required string Engine { get; init; }

    public string Host { get; init; } = "";
    public int Port { get; init; } = 22;
    public string User { get; init; } = "";

    /// <summary>
    /// Pinned host keys as in a known_hosts line without the host: <c>ssh-ed25519 AAAA…</c>. At least one for SshNet and OpenSsh.
    /// </summary>
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    /// <summary>Path of the private key, or null.</summary>
    public string? PrivateKeyFile { get; init; }
    /// <summary>Path of an ssh certificate for that key, or null.</summary>
    public string? CertificateFile { get; init; }
    /// <summary>Path of a file whose first line is the password, or null. Together with a key: both factors.</summary>
    public string? PasswordFile { get; init; }
    /// <summary>Path of a file whose first line is the private key's passphrase, or null.</summary>
    public string? PassphraseFile { get; init; }
    /// <summary><c>[user@]host[:port]</c> of a jump host, or null.</summary>
    public string? ProxyJump { get; init; }
    /// <summary>
    /// Pinned host keys of the jump host, in the form of <see cref="HostKeys"/>. At least one with <see cref="ProxyJump"/>.
    /// </summary>
    public IReadOnlyList<string> ProxyJumpHostKeys { get; init; } = [];
    /// <summary>Further options handed to ssh as <c>-o Key=Value</c>.</summary>
    public IReadOnlyDictionary<string, string> SshOptions { get; init; } = new Dictionary<string, string>();

    /// <summary><c>http://[user@]host:port</c> or <c>socks5://[user@]host:port</c> of a proxy, or null. Engine SshNet only.</summary>
    public string? Proxy { get; init; }
    /// <summary>Path of a file whose first line is the proxy user's password, or null.</summary>
    public string? ProxyPasswordFile { get; init; }
    /// <summary>Outdated algorithms that are allowed besides the usual ones until a date.</summary>
    public IReadOnlyList<LegacyAlgorithm> Legacy { get; init; } = [];

    /// <summary>Engine Local: the folder of this machine that plays the remote root.</summary>
    public string? LocalRoot { get; init; }
    /// <summary>Path of the system's sftp-server program, or null to look in the usual places.</summary>
    public string? SftpServerProgram { get; init; }
    /// <summary>Path or name of the ssh program.</summary>
    public string SshProgram { get; init; } = "ssh";

    /// <summary>Mode of files that are created; the server may take bits away.</summary>
    public UnixFileMode NewFileMode { get; init; } = DefaultNewFileMode;

    /// <summary>From start to a usable session.</summary>
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;
    /// <summary>From sending a request to its answer.</summary>
    public TimeSpan OperationTimeout { get; init; } = DefaultOperationTimeout;
    /// <summary>Longest time without a single byte while a transfer is under way.</summary>
    public TimeSpan StallTimeout { get; init; } = DefaultStallTimeout;
    /// <summary>Longest silence before the server is asked for a sign of life; a session silent for three of them is over.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = DefaultKeepAliveInterval;

    /// <summary>
    /// Called by the engine right before it creates, renames or removes anything for a caller; throws when this worker may not any more. A
    /// token is no substitute: a process that was suspended past its lease goes on before any timer has told it so. Clearing away an own
    /// temporary name is exempt.
    /// </summary>
    public Action EnsureMayChange { get; init; } = static () => { };
}

/// <summary>An outdated algorithm of SSH, by its protocol name.</summary>
/// <param name="Algorithm">A key exchange, cipher, MAC or signature, such as <c>diffie-hellman-group14-sha1</c>.</param>
/// <param name="Until">The last day (UTC) on which it is offered.</param>
public sealed record LegacyAlgorithm(string Algorithm, DateOnly Until);

/// <summary>Opens sessions; the engine is chosen by <see cref="RemoteEndpoint.Engine"/>.</summary>
public interface IRemoteFolderFactory
{
    /// <exception cref="RemoteFolderException">No session within the connect timeout; the reason tells unreachable, host key,
    /// authentication and missing program apart.</exception>
    ValueTask<IRemoteFolder> ConnectAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken);
}
