using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Testing.Simulation.Differential;

/// <summary>An area as its owner sees it. Paths are absolute, such as <c>/in/ORD_1.csv</c>.</summary>
internal abstract class PlayedArea
{
    public static readonly IReadOnlyList<string> Folders =
        ["/in", "/out/receipts", "/out/errors", "/out/reports", "/out/batches", "/out/consumed"];

    /// <summary>Full paths of all files, in byte order.</summary>
    public abstract IReadOnlyList<string> Files { get; }

    /// <summary>The content of a file, or null.</summary>
    public abstract byte[]? Get(string path);

    /// <summary>Adds or replaces a file, changed at this time.</summary>
    public abstract void Put(string path, byte[] content, DateTimeOffset modified);

    public abstract void Remove(string path);

    /// <summary>An area in memory.</summary>
    public sealed class InMemory(InMemoryRemoteArea area) : PlayedArea
    {
        public override IReadOnlyList<string> Files => area.Files;

        public override byte[]? Get(string path) => area.Get(path);

        public override void Put(string path, byte[] content, DateTimeOffset modified) => area.Put(path, content, modified);

        public override void Remove(string path) => area.Remove(path);
    }

    /// <summary>A folder of this machine.</summary>
    public sealed class Folder(string root) : PlayedArea
    {
        public override IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => path[root.Length..]).Order(StringComparer.Ordinal)];

        public override byte[]? Get(string path) => File.Exists(root + path) ? File.ReadAllBytes(root + path) : null;

        public override void Put(string path, byte[] content, DateTimeOffset modified)
        {
            AreaFolder.Drop(Path.GetDirectoryName(root + path)!, Path.GetFileName(path), content);
            File.SetLastWriteTimeUtc(root + path, modified.UtcDateTime);
        }

        public override void Remove(string path) => File.Delete(root + path);
    }
}
