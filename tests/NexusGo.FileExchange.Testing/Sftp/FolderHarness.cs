using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>A folder of this machine as an area under test.</summary>
public sealed class FolderHarness(string folder, RemotePath root, Func<ValueTask<IRemoteFolder>> connect) : IRemoteFolderHarness
{
    public RemotePath Root => root;

    public ValueTask<IRemoteFolder> ConnectAsync() => connect();

    public void Write(string name, byte[] content, DateTimeOffset modified)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, modified.UtcDateTime);
    }

    public byte[]? Read(string name) => File.Exists(Path.Combine(folder, name)) ? File.ReadAllBytes(Path.Combine(folder, name)) : null;

    public void AddFolder(string name) => Directory.CreateDirectory(Path.Combine(folder, name));

    public void AddLink(string name, string target) => File.CreateSymbolicLink(Path.Combine(folder, name), target);

    public IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
