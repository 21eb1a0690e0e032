using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>
/// Reads key files with GnuPG, which starts with the first file asked for. An unchanged file is read once. Nothing is stored: the keys pass through gpg's
/// standard input.
/// </summary>
internal sealed class KeyReader(string gpgProgram, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, ((DateTime, long) Stamp, IReadOnlyList<OpenPgpKeyInfo> Keys)> read = new(StringComparer.Ordinal);
    private string? folder;
    private GnuPgEngine? engine;

    /// <summary>The keys in a file; none when it is missing or unreadable.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">gpg is missing, too old, or failed.</exception>
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

        // Only public listings: a folder in the system's temporary directory will do, and needs no right to the worker's own.
        folder ??= Directory.CreateTempSubdirectory("nexusgo-keys-").FullName;
        engine ??= new GnuPgEngine(new GnuPgOptions { RunDirectory = folder, GpgProgram = gpgProgram }, time, NullLoggerFactory.Instance);
        var keys = await engine.InspectAsync(file, cancellationToken);
        read[file] = (stamp, keys);
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
