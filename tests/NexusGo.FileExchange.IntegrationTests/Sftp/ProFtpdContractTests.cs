using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>The contract on a server of another make.</summary>
public sealed class ProFtpdContractTests(ProFtpdServer server) : RemoteFolderContract, IClassFixture<ProFtpdServer>
{
    /// <summary>Seen with ProFTPD 1.3.8; OpenSSH's own sftp gets the same answer.</summary>
    protected override bool LooksThroughLinks => true;

    protected override ValueTask<IRemoteFolderHarness> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-pro-").FullName;
        return ValueTask.FromResult<IRemoteFolderHarness>(
            new FolderHarness(folder, RemotePath.Folder(folder), () => server.Factory.ConnectAsync(server.ProFtpd.Endpoint(), CancellationToken.None)));
    }
}

/// <summary>One ProFTPD and one factory for a class of tests.</summary>
public sealed class ProFtpdServer : IAsyncLifetime
{
    public ProFtpdFixture ProFtpd { get; private set; } = null!;

    public RemoteFolderFactory Factory { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        ProFtpd = await ProFtpdFixture.StartAsync();
        Factory = new RemoteFolderFactory(
            new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(ProFtpd.Folder, "run") }, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        Factory.Dispose();
        await ProFtpd.DisposeAsync();
    }
}
