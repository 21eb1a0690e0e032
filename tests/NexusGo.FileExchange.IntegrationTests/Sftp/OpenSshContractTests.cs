using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

public sealed class OpenSshContractTests(OpenSshServer server) : RemoteFolderContract, IClassFixture<OpenSshServer>
{
    protected override ValueTask<IRemoteFolderHarness> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-ssh-").FullName;
        return ValueTask.FromResult<IRemoteFolderHarness>(
            new FolderHarness(folder, RemotePath.Folder(folder), () => server.Factory.ConnectAsync(server.Sshd.Endpoint(), CancellationToken.None)));
    }
}

/// <summary>One sshd and one factory for a class of tests.</summary>
public class OpenSshServer : IAsyncLifetime
{
    private readonly string[] settings;

    public OpenSshServer()
        : this([])
    {
    }

    protected OpenSshServer(string[] settings) => this.settings = settings;

    public SshdFixture Sshd { get; private set; } = null!;

    public RemoteFolderFactory Factory { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sshd = await SshdFixture.StartAsync(settings);
        Factory = new RemoteFolderFactory(
            new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(Sshd.Folder, "run"), AskPassCommand = Sshd.AskPassCommand() },
            TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        Factory.Dispose();
        await Sshd.DisposeAsync();
    }
}
