using NexusGo.FileExchange.Retention;
using Renci.SshNet;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// Which algorithms are offered, in order of preference. GCM stands first because the processor does it at memory speed. Nothing with CBC,
/// 3DES or SHA-1 is offered unless the endpoint names it as legacy.
/// </summary>
internal static class SshAlgorithms
{
    private static readonly string[] KeyExchanges =
    [
        "mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com", "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
        "diffie-hellman-group-exchange-sha256", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512",
        "diffie-hellman-group14-sha256",
    ];

    private static readonly string[] Ciphers =
        ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr"];

    private static readonly string[] Macs = ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256",
        "hmac-sha2-512"];

    private static readonly string[] Certificates =
    [
        "ssh-ed25519-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ecdsa-sha2-nistp521-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-256-cert-v01@openssh.com",
    ];

    /// <summary>Leaves only what is allowed in what SSH.NET offers.</summary>
    /// <param name="info">The connection, with everything SSH.NET knows.</param>
    /// <param name="hostKeys">The pinned keys: no other kind is asked for.</param>
    /// <param name="legacy">Names of single algorithms that are allowed besides; they are offered last.</param>
    public static void Restrict(ConnectionInfo info, HostKeyCheck hostKeys, IReadOnlyCollection<string> legacy)
    {
        Keep(info.KeyExchangeAlgorithms, [.. KeyExchanges, .. legacy]);
        Keep(info.Encryptions, [.. Ciphers, .. legacy]);
        Keep(info.HmacAlgorithms, [.. Macs, .. legacy]);
        Keep(info.CompressionAlgorithms, ["none"]);

        // An authority's own kind is offered last: SSH.NET verifies the authority's signature with what is offered.
        Keep(info.HostKeyAlgorithms,
        [
            .. hostKeys.AuthorityTypes.Any() ? Certificates : [],
            .. hostKeys.KeyTypes.SelectMany(type => SignaturesOf(type, legacy)),
            .. hostKeys.AuthorityTypes.SelectMany(type => SignaturesOf(type, legacy)),
        ]);
    }

    /// <summary>The signature algorithms of a kind of key. RSA keys sign with SHA-2; SHA-1 is legacy.</summary>
    public static IEnumerable<string> SignaturesOf(string keyType, IReadOnlyCollection<string> legacy) => keyType == "ssh-rsa"
        ? [.. (string[])["rsa-sha2-512", "rsa-sha2-256"], .. legacy.Where(name => name == "ssh-rsa")]
        : [keyType];

    private static void Keep<T>(IOrderedDictionary<string, T> known, IEnumerable<string> allowed)
    {
        List<KeyValuePair<string, T>> kept =
            [.. allowed.Distinct().Where(known.ContainsKey).Select(name => new KeyValuePair<string, T>(name, known[name]))];
        known.Clear();
        foreach (var (name, value) in kept)
        {
            known.Add(name, value);
        }
    }
}
