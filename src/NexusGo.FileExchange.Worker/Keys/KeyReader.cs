using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>Reads key files. An unchanged file is read once.</summary>
internal sealed class KeyReader(TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, ((DateTime, long) Stamp, IReadOnlyList<OpenPgpKeyInfo> Keys)> read = new(StringComparer.Ordinal);
    private readonly OpenPgpEngine engine = new(new OpenPgpEngineOptions(), time, NullLoggerFactory.Instance);

    /// <summary>The keys in a file; none when it is missing or unreadable.</summary>
    public async Task<IReadOnlyList<OpenPgpKeyInfo>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
        {
            return [];
        }

        var stamp = (info.LastWriteTimeUtc, info.Length);
        if (read.TryGetValue(file, out var known) && known.Stamp == stamp)
        {
            return known.Keys;
        }

        var keys = await engine.InspectAsync(file, cancellationToken);
        read[file] = (stamp, keys);
        return keys;
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
