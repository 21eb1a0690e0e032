using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>The contract by each engine, on each make of server.</summary>
public sealed class SshNetContractTests(OpenSshServer server) : RemoteFolderContract, IClassFixture<OpenSshServer>
{
    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        Harness.OfFolder(() => server.Factory.ConnectAsync(server.Sshd.Endpoint("SshNet"), CancellationToken.None));
}

public sealed class OpenSshContractTests(OpenSshServer server) : RemoteFolderContract, IClassFixture<OpenSshServer>
{
    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        Harness.OfFolder(() => server.Factory.ConnectAsync(server.Sshd.Endpoint("OpenSsh"), CancellationToken.None));
}

public sealed class SshNetProFtpdContractTests(ProFtpdServer server) : RemoteFolderContract, IClassFixture<ProFtpdServer>
{
    /// <summary>Seen with ProFTPD 1.3.8; OpenSSH's own sftp gets the same answer.</summary>
    protected override bool LooksThroughLinks => true;

    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        Harness.OfFolder(() => server.Factory.ConnectAsync(server.ProFtpd.Endpoint("SshNet"), CancellationToken.None));
}

public sealed class OpenSshProFtpdContractTests(ProFtpdServer server) : RemoteFolderContract, IClassFixture<ProFtpdServer>
{
    protected override bool LooksThroughLinks => true;

    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        Harness.OfFolder(() => server.Factory.ConnectAsync(server.ProFtpd.Endpoint("OpenSsh"), CancellationToken.None));
}

public sealed class SshNetDropbearContractTests(DropbearServer server) : RemoteFolderContract, IClassFixture<DropbearServer>
{
    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        Harness.OfFolder(() => server.Factory.ConnectAsync(server.Dropbear.Endpoint("SshNet"), CancellationToken.None));
}

public sealed class OpenSshDropbearContractTests(DropbearServer server) : RemoteFolderContract, IClassFixture<DropbearServer>
{
    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        Harness.OfFolder(() => server.Factory.ConnectAsync(server.Dropbear.Endpoint("OpenSsh"), CancellationToken.None));
}

public sealed class LocalContractTests : RemoteFolderContract, IDisposable
{
    private readonly RemoteFolderFactory factory = Harness.NewFactory(Path.Combine(Path.GetTempPath(), $"nxfx-{Guid.NewGuid():N}"));

    public void Dispose() => factory.Dispose();

    protected override ValueTask<IRemoteFolderHarness> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-local-").FullName;
        var endpoint = new RemoteEndpoint { Name = "local", Engine = "Local", LocalRoot = folder };
        return ValueTask.FromResult<IRemoteFolderHarness>(
            new FolderHarness(folder, RemotePath.Folder("/"), () => factory.ConnectAsync(endpoint, CancellationToken.None)));
    }
}

internal static class Harness
{
    /// <summary>An empty folder that the session names by its own path.</summary>
    public static ValueTask<IRemoteFolderHarness> OfFolder(Func<ValueTask<IRemoteFolder>> connect)
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-area-").FullName;
        Programs.Run("chmod", ["777", folder]); // The server's user may be another than ours.
        return ValueTask.FromResult<IRemoteFolderHarness>(new FolderHarness(folder, RemotePath.Folder(folder), connect));
    }

    public static RemoteFolderFactory NewFactory(string runDirectory, SshdFixture? sshd = null, TimeProvider? time = null)
    {
        var options = new RemoteFolderFactoryOptions { RunDirectory = runDirectory };
        return new RemoteFolderFactory(sshd is null ? options : options with { AskPassCommand = sshd.AskPassCommand() },
            time ?? TimeProvider.System, NullLoggerFactory.Instance);
    }
}
