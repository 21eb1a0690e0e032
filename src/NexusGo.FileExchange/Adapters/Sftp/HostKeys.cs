using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Pinned host keys: lines of a known_hosts file without the host, such as <c>ssh-ed25519 AAAA…</c> or <c>@cert-authority ssh-ed25519 AAAA…</c>.</summary>
internal static class HostKeys
{
    /// <summary>Lines for a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT) under one host alias.</summary>
    public static string KnownHosts(string endpoint, string alias, IEnumerable<string> keys)
    {
        var lines = new StringBuilder();
        foreach (var key in keys)
        {
            var (marker, type, blob) = Parse(endpoint, key);
            lines.Append(marker).Append(marker.Length > 0 ? " " : "").Append(alias).Append(' ').Append(type).Append(' ').Append(blob).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>The fingerprint as ssh-keygen -l prints it: <c>ssh-ed25519 SHA256:…</c>.</summary>
    public static string Fingerprint(string endpoint, string key)
    {
        var (_, type, blob) = Parse(endpoint, key);
        return $"{type} SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(blob))).TrimEnd('=')}";
    }

    private static (string Marker, string Type, string Blob) Parse(string endpoint, string key)
    {
        var words = key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var marker = words is [['@', ..], ..] ? words[0] : "";
        var rest = words.AsSpan(marker.Length > 0 ? 1 : 0);
        return rest.Length >= 2 && rest[0].All(IsWord) && Base64.IsValid(rest[1])
            ? (marker, rest[0], rest[1])
            : throw new RemoteFolderException(FailureReason.RemoteHostKey, false, sessionIsDead: true,
                $"{endpoint}: a pinned host key is not of the form \"ssh-ed25519 AAAA…\".");
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '@' or '.';
}
