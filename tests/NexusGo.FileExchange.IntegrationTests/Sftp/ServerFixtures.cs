using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

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
        Factory = Harness.NewFactory(Path.Combine(Sshd.Folder, "run"), Sshd);
    }

    public async Task DisposeAsync()
    {
        Factory.Dispose();
        await Sshd.DisposeAsync();
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
        Factory = Harness.NewFactory(Path.Combine(ProFtpd.Folder, "run"));
    }

    public async Task DisposeAsync()
    {
        Factory.Dispose();
        await ProFtpd.DisposeAsync();
    }
}

/// <summary>One dropbear and one factory for a class of tests.</summary>
public sealed class DropbearServer : IAsyncLifetime
{
    public DropbearFixture Dropbear { get; private set; } = null!;

    public RemoteFolderFactory Factory { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Dropbear = await DropbearFixture.StartAsync();
        Factory = Harness.NewFactory(Path.Combine(Dropbear.Folder, "run"));
    }

    public async Task DisposeAsync()
    {
        Factory.Dispose();
        await Dropbear.DisposeAsync();
    }
}
