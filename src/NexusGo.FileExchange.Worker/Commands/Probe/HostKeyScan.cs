using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.Worker.Commands.Probe;

/// <summary>
/// The host keys that a server shows, asked with ssh-keyscan(1), and whether the profile knows them. Nothing is accepted by it.
/// </summary>
internal static class HostKeyScan
{
    public static async Task<ProbeStep> RunAsync(RemoteSettings remote, CancellationToken cancellationToken)
    {
        const string Name = "host key";
        if (!string.IsNullOrEmpty(remote.Proxy) || !string.IsNullOrEmpty(remote.ProxyJump))
        {
            return new ProbeStep(Name, ProbeResult.Skipped, "not asked beside the proxy or jump host; the log-in compares it");
        }

        try
        {
            var output = await SystemProgram.RunAsync("ssh-keyscan",
                ["-T", "10", "-p", remote.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), remote.Host],
                cancellationToken);
            var shown = output.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()).Distinct().ToList();
            var pinned = remote.HostKeys.Select(line => HostKeys.Parse(remote.Host, line)).ToList();
            var known = shown.Where(line => pinned.Exists(one => !one.IsAuthority && one.Blob.AsSpan().SequenceEqual(
                HostKeys.Parse(remote.Host, line).Blob))).ToList();
            if (known.Count > 0 || pinned.Exists(one => one.IsAuthority))
            {
                return new ProbeStep(Name, ProbeResult.Good, known.Count > 0 ? HostKeys.Parse(remote.Host, known[0]).Fingerprint
                    : "certified by the pinned authority, or the log-in refuses it");
            }

            return new ProbeStep(Name, ProbeResult.Failed, shown.Count == 0 ? "the server shows none"
                : (pinned.Count == 0 ? "none is pinned" : "none of the pinned ones is shown")
                + ". Compare with the customer by another way than the network, then set \"HostKeys\": [ "
                + string.Join(", ", shown.Select(line => $"\"{line}\"")) + " ]  ("
                + string.Join(", ", shown.Select(line => HostKeys.Parse(remote.Host, line).Fingerprint)) + ")");
        }
        catch (FileExchangeException failure)
        {
            return new ProbeStep(Name, ProbeResult.Skipped, failure.Message);
        }
    }
}
