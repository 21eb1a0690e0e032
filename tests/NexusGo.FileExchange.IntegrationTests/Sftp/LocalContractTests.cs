using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

public sealed class LocalContractTests : RemoteFolderContract, IDisposable
{
    private readonly RemoteFolderFactory factory = new(
        new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(Path.GetTempPath(), $"nxfx-{Guid.NewGuid():N}") }, TimeProvider.System, NullLoggerFactory.Instance);

    public void Dispose() => factory.Dispose();

    protected override ValueTask<IRemoteFolderHarness> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-local-").FullName;
        var endpoint = new RemoteEndpoint { Name = "local", Engine = "Local", LocalRoot = folder };
        return ValueTask.FromResult<IRemoteFolderHarness>(
            new FolderHarness(folder, RemotePath.Folder("/"), () => factory.ConnectAsync(endpoint, CancellationToken.None)));
    }
}
