using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.Worker.Probing;

/// <summary>
/// The host keys that a server shows, asked with ssh-keyscan(1), and whether the profile knows them. Nothing is accepted by it.
/// </summary>
internal static class HostKeyScan
{
    private const string Name = "host key";

    public static async Task<HostKeyFindings> RunAsync(RemoteSettings remote, CancellationToken cancellationToken)
    {
        if (remote.Engine == "Local")
        {
            return NotAsked("engine Local: the area is a folder of this machine");
        }

        if (!string.IsNullOrEmpty(remote.Proxy) || !string.IsNullOrEmpty(remote.ProxyJump))
        {
            return NotAsked("not asked beside the proxy or jump host; the log-in compares it");
        }

        try
        {
            var output = await SystemProgram.RunAsync("ssh-keyscan",
                ["-T", "10", "-p", remote.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), remote.Host],
                cancellationToken);
            var shown = output.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()).Distinct().ToList();
            var keys = shown.Select(line => HostKeys.Parse(remote.Host, line)).ToList();
            return new HostKeyFindings(StepOf(remote, shown, keys),
                keys.Count == 0 ? null : [.. keys.Select(key => key.Fingerprint).Order(StringComparer.Ordinal)]);
        }
        catch (FileExchangeException failure)
        {
            return NotAsked(failure.Message);
        }
    }

    private static ProbeStep StepOf(RemoteSettings remote, List<string> shown, List<PinnedHostKey> keys)
    {
        var pinned = remote.HostKeys.Select(line => HostKeys.Parse(remote.Host, line)).ToList();
        var known = keys.Find(key => pinned.Exists(one => !one.IsAuthority && one.Blob.AsSpan().SequenceEqual(key.Blob)));
        if (known is not null || pinned.Exists(one => one.IsAuthority))
        {
            return new ProbeStep(Name, ProbeResult.Good,
                known?.Fingerprint ?? "certified by the pinned authority, or the log-in refuses it");
        }

        return new ProbeStep(Name, ProbeResult.Failed, shown.Count == 0 ? "the server shows none"
            : (pinned.Count == 0 ? "none is pinned" : "none of the pinned ones is shown")
            + ". Compare with the customer by another way than the network, then set \"HostKeys\": [ "
            + string.Join(", ", shown.Select(line => $"\"{line}\"")) + " ]  ("
            + string.Join(", ", keys.Select(key => key.Fingerprint)) + ")");
    }

    private static HostKeyFindings NotAsked(string why) => new(new ProbeStep(Name, ProbeResult.Skipped, why), null);
}
