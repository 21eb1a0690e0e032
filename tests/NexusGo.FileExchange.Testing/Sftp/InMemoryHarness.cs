using System.Text;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>An area in memory under test, whatever stands before it.</summary>
public sealed class InMemoryHarness(Func<InMemoryRemoteArea, ValueTask<IRemoteFolder>> connect) : IRemoteFolderHarness
{
    private readonly InMemoryRemoteArea area = new(new FakeTimeProvider(), "/in");

    public RemotePath Root => RemotePath.Folder("/in/");

    public ValueTask<IRemoteFolder> ConnectAsync() => connect(area);

    public void Write(string name, byte[] content, DateTimeOffset modified) => area.Put("/in/" + name, content, modified);

    public byte[]? Read(string name) => area.Get("/in/" + name);

    public void AddFolder(string name) => area.AddFolder("/in/" + name);

    public void AddLink(string name, string target) => area.AddLink("/in/" + name);

    public IReadOnlyList<string> Names() =>
        [.. area.Children(Root).Select(entry => Encoding.UTF8.GetString(entry.Name.Bytes.Span)).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
