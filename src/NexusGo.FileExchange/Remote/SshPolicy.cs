namespace NexusGo.FileExchange.Remote;

/// <summary>What a profile may change about SSH, by the protocol's and ssh's own names.</summary>
public static class SshPolicy
{
    /// <summary>
    /// Outdated algorithms that a profile may open by its legacy list, and the option of ssh_config(5) that each belongs to.
    /// </summary>
    public static IReadOnlyDictionary<string, string> LegacyAlgorithms { get; } = new Dictionary<string, string>
    {
        ["diffie-hellman-group-exchange-sha1"] = "KexAlgorithms",
        ["diffie-hellman-group14-sha1"] = "KexAlgorithms",
        ["diffie-hellman-group1-sha1"] = "KexAlgorithms",
        ["aes128-cbc"] = "Ciphers",
        ["aes192-cbc"] = "Ciphers",
        ["aes256-cbc"] = "Ciphers",
        ["3des-cbc"] = "Ciphers",
        ["hmac-sha1"] = "MACs",
        ["hmac-sha1-etm@openssh.com"] = "MACs",
        // Keys of RSA themselves are not outdated; this is their signature with SHA-1.
        ["ssh-rsa"] = "HostKeyAlgorithms",
    };

    /// <summary>
    /// Options of ssh_config(5) that a profile may set: algorithms, rekeying, signs of life. Nothing that runs, loads or sends anything.
    /// </summary>
    public static IReadOnlySet<string> Options { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Ciphers", "MACs", "KexAlgorithms", "HostKeyAlgorithms", "PubkeyAcceptedAlgorithms", "PubkeyAcceptedKeyTypes",
        "CASignatureAlgorithms", "RequiredRSASize",
        "RekeyLimit", "ServerAliveInterval", "ServerAliveCountMax", "TCPKeepAlive", "Compression", "AddressFamily", "IPQoS",
    };

    /// <summary>The legacy algorithms of an endpoint whose last day has not passed.</summary>
    public static IReadOnlyCollection<string> LegacyOn(DateTimeOffset now, IEnumerable<LegacyAlgorithm> legacy) =>
        [.. legacy.Where(one => DateOnly.FromDateTime(now.UtcDateTime) <= one.Until).Select(one => one.Algorithm)];
}
