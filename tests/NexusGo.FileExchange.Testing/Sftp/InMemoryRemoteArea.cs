using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// What an <see cref="InMemoryRemoteFolder"/> stores; several sessions may share one. Paths are absolute, such as <c>/in/ORD_1.csv</c>.
/// </summary>
public sealed class InMemoryRemoteArea
{
    private readonly SortedDictionary<RemotePath, Node> nodes = new(ByBytes.Instance);
    private readonly TimeProvider time;

    public InMemoryRemoteArea(TimeProvider time, params string[] folders)
    {
        this.time = time;
        AddFolder("/");
        foreach (var folder in folders)
        {
            AddFolder(folder);
        }
    }

    internal Lock Gate { get; } = new();

    /// <summary>Told of every change of a file before it happens: path, what is there, what will be; null: nothing.</summary>
    internal Action<RemotePath, Node?, Node?>? OnChange { get; set; }

    /// <summary>Full paths of all files, in byte order.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (Gate)
            {
                return [.. nodes.Where(node => node.Value.Kind == RemoteEntryKind.File).Select(node => node.Key.ToString())];
            }
        }
    }

    /// <summary>Adds a folder and those above it.</summary>
    public void AddFolder(string path)
    {
        lock (Gate)
        {
            var at = "";
            nodes.TryAdd(Normal("/"), Node.Folder(Seconds()));
            foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                at += "/" + segment;
                nodes.TryAdd(Normal(at), Node.Folder(Seconds()));
            }
        }
    }

    /// <summary>Removes an empty folder.</summary>
    public void RemoveFolder(string path) => Remove(path);

    public void AddLink(string path) => Set(Normal(path), new Node(RemoteEntryKind.Link, [], Seconds()));

    /// <summary>Adds or replaces a file, as a customer would.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="content">The bytes; not copied.</param>
    /// <param name="modified">Null = now.</param>
    public void Put(string path, byte[] content, DateTimeOffset? modified = null) =>
        Set(Normal(path), new Node(RemoteEntryKind.File, content, modified?.ToUnixTimeSeconds() ?? Seconds()));

    /// <summary>The content of a file, or null.</summary>
    public byte[]? Get(string path)
    {
        lock (Gate)
        {
            return nodes.GetValueOrDefault(Normal(path)) is { Kind: RemoteEntryKind.File } node ? node.Content : null;
        }
    }

    public void Remove(string path) => Remove(Normal(path));

    internal long Seconds() => time.GetUtcNow().ToUnixTimeSeconds();

    internal Node? Find(RemotePath path)
    {
        lock (Gate)
        {
            return nodes.GetValueOrDefault(Normal(path));
        }
    }

    internal void Set(RemotePath path, Node node)
    {
        lock (Gate)
        {
            OnChange?.Invoke(path, nodes.GetValueOrDefault(Normal(path)), node);
            nodes[Normal(path)] = node;
        }
    }

    internal bool TryAdd(RemotePath path, Node node)
    {
        lock (Gate)
        {
            return nodes.TryAdd(Normal(path), node);
        }
    }

    internal bool Remove(RemotePath path)
    {
        lock (Gate)
        {
            if (!nodes.TryGetValue(Normal(path), out var node))
            {
                return false;
            }

            OnChange?.Invoke(path, node, null);
            return nodes.Remove(Normal(path));
        }
    }

    internal IReadOnlyList<RemoteEntry> Children(RemotePath folder)
    {
        lock (Gate)
        {
            var prefix = Normal(folder).Bytes.ToArray();
            prefix = prefix is [(byte)'/'] ? prefix : [.. prefix, (byte)'/'];
            var children = new List<RemoteEntry>();
            foreach (var (path, node) in nodes)
            {
                var bytes = path.Bytes.Span;
                if (bytes.StartsWith(prefix) && RemoteName.TryCreate(bytes[prefix.Length..], out var name))
                {
                    children.Add(node.Entry(name));
                }
            }

            return children;
        }
    }

    private static RemotePath Normal(string path) => Normal(RemotePath.Folder(path));

    private static RemotePath Normal(RemotePath path)
    {
        var bytes = path.Bytes.Span.TrimEnd((byte)'/');
        return bytes.Length == path.Bytes.Length ? path : RemotePath.FromBytes(bytes.IsEmpty ? "/"u8 : bytes);
    }

    internal sealed record Node(RemoteEntryKind Kind, byte[] Content, long ModifiedSeconds)
    {
        public RemoteVersion Version => new(Content.Length, ModifiedSeconds);

        public static Node Folder(long seconds) => new(RemoteEntryKind.Folder, [], seconds);

        public RemoteEntry Entry(RemoteName name) => new(name, Kind, Version);
    }

    private sealed class ByBytes : IComparer<RemotePath>
    {
        public static readonly ByBytes Instance = new();

        public int Compare(RemotePath x, RemotePath y) => x.Bytes.Span.SequenceCompareTo(y.Bytes.Span);
    }
}
