using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>A pinned host key, or the pinned key of an authority that certifies hosts.</summary>
/// <param name="IsAuthority">Whether it certifies hosts.</param>
/// <param name="Type">Such as <c>ssh-ed25519</c>.</param>
/// <param name="Blob">The public key as RFC 4253, section 6.6 encodes it.</param>
internal sealed record PinnedHostKey(bool IsAuthority, string Type, byte[] Blob)
{
    /// <summary>As ssh-keygen -l prints it, with the type in front: <c>ssh-ed25519 SHA256:…</c>.</summary>
    public string Fingerprint => $"{Type} {HostKeys.Fingerprint(Blob)}";
}

/// <summary>
/// Pinned host keys: lines of a known_hosts file without the host, such as <c>ssh-ed25519 AAAA…</c> or <c>@cert-authority ssh-ed25519
/// AAAA…</c>.
/// </summary>
internal static class HostKeys
{
    private const string AuthorityMarker = "@cert-authority";

    /// <summary>Lines for a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT) under one host alias.</summary>
    public static string KnownHosts(string endpoint, string alias, IEnumerable<string> keys)
    {
        var lines = new StringBuilder();
        foreach (var line in keys)
        {
            var key = Parse(endpoint, line);
            lines.Append(key.IsAuthority ? AuthorityMarker + " " : "").Append(alias).Append(' ')
                .Append(key.Type).Append(' ').Append(Convert.ToBase64String(key.Blob)).Append('\n');
        }

        return lines.ToString();
    }

    /// <exception cref="RemoteFolderException">It is no such line.</exception>
    public static PinnedHostKey Parse(string endpoint, string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isAuthority = words is [AuthorityMarker, ..];
        return words.AsSpan(isAuthority ? 1 : 0) is [var type, var blob, ..] && type.All(IsWord) && Base64.IsValid(blob)
            ? new PinnedHostKey(isAuthority, type, Convert.FromBase64String(blob))
            : throw new RemoteFolderException(FailureReason.RemoteHostKey, false, sessionIsDead: true,
                $"{endpoint}: a pinned host key is not of the form \"ssh-ed25519 AAAA…\".");
    }

    /// <summary>As ssh-keygen -l prints it.</summary>
    public static string Fingerprint(byte[] blob) => $"SHA256:{Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=')}";

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '@' or '.';
}
