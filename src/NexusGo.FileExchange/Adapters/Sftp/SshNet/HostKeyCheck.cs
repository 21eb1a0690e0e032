using NexusGo.FileExchange.Remote;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// Whether a server's host key is one of the pinned ones, or has a certificate of a pinned authority (OpenSSH, PROTOCOL.certkeys): for
/// hosts, for this host's name, at this time, and without options that we do not know.
/// </summary>
internal sealed class HostKeyCheck
{
    private readonly string host;
    private readonly TimeProvider time;
    private readonly List<PinnedHostKey> keys;

    public HostKeyCheck(RemoteEndpoint endpoint, TimeProvider time)
    {
        host = endpoint.Host;
        this.time = time;
        keys = [.. endpoint.HostKeys.Select(key => HostKeys.Parse(endpoint.Name, key))];
    }

    /// <summary>Why the last key was refused, with both fingerprints; null when none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The pinned keys for messages.</summary>
    public string Pinned => string.Join(", ", keys.Select(key => key.Fingerprint));

    /// <summary>Types of the keys pinned themselves.</summary>
    public IEnumerable<string> KeyTypes => keys.Where(key => !key.IsAuthority).Select(key => key.Type);

    /// <summary>Types of the pinned authorities' keys; empty when certificates are of no use.</summary>
    public IEnumerable<string> AuthorityTypes => keys.Where(key => key.IsAuthority).Select(key => key.Type);

    /// <summary>Answers SSH.NET, which would trust every key. Called at each key exchange.</summary>
    public void Answer(HostKeyEventArgs offered)
    {
        Refusal = offered.Certificate is { } certificate ? WhyNot(certificate) : WhyNot(offered.HostKeyName, offered.HostKey);
        offered.CanTrust = Refusal is null;
    }

    private string? WhyNot(string type, byte[] key) =>
        keys.Any(pinned => !pinned.IsAuthority && pinned.Blob.AsSpan().SequenceEqual(key))
            ? null
            : $"the host key is not one of the pinned ones ({Pinned}); the server offered {type} {Fingerprint(key)}";

    private string? WhyNot(Certificate certificate)
    {
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        var fault = certificate switch
        {
            _ when !keys.Any(pinned => pinned.IsAuthority && pinned.Blob.AsSpan().SequenceEqual(certificate.CertificateAuthorityKey)) =>
                $"is of another authority, {Fingerprint(certificate.CertificateAuthorityKey)}",
            { Type: not Certificate.CertificateType.Host } => "is for users, not for hosts",
            _ when now < certificate.ValidAfterUnixSeconds || now >= certificate.ValidBeforeUnixSeconds => "is not valid at this time",
            _ when !certificate.ValidPrincipals.Contains(host, StringComparer.OrdinalIgnoreCase) => "is not for this host's name",
            { CriticalOptions.Count: > 0 } => "has options that are not known",
            _ => null,
        };
        return fault is null ? null : $"the host's certificate {fault} (pinned: {Pinned})";
    }

    private static string Fingerprint(byte[] key) => HostKeys.Fingerprint(key);
}
