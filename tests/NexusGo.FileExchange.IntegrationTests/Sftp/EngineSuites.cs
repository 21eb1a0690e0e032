using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>A scripted SFTP server behind a real sshd, and as the program of engine Local.</summary>
public sealed class ScriptedEngines : IAsyncLifetime
{
    private readonly ScriptedSubsystem subsystem = new();
    private readonly List<RemoteFolderFactory> factories = [];
    private SshdFixture sshd = null!;
    private string program = "";

    public async Task InitializeAsync()
    {
        sshd = await SshdFixture.StartAsync(subsystem.Setting);
        program = subsystem.WriteProgram(sshd.Folder);
    }

    public async Task DisposeAsync()
    {
        factories.ForEach(factory => factory.Dispose());
        subsystem.Dispose();
        await sshd.DisposeAsync();
    }

    internal async Task<IRemoteFolder> ConnectAsync(string engine, ScriptedSftpServer server, TimeProvider time, TimeSpan timeout,
        TimeSpan? connectTimeout = null)
    {
        subsystem.Offer(server);
        var factory = Harness.NewFactory(Path.Combine(sshd.Folder, "run"), null, time);
        factories.Add(factory);
        var endpoint = engine == "Local"
            ? new RemoteEndpoint { Name = "acme", Engine = engine, LocalRoot = "/", SftpServerProgram = program } : sshd.Endpoint(engine);
        return await factory.ConnectAsync(
            endpoint with
            {
                ConnectTimeout = connectTimeout ?? TimeSpan.FromMinutes(5),
                OperationTimeout = timeout,
                StallTimeout = timeout,
                // The tests move the clock by minutes at a time.
                KeepAliveInterval = TimeSpan.FromHours(10),
            },
            CancellationToken.None);
    }
}

public sealed class SshNetHostileServerTests(ScriptedEngines engines) : HostileServerSuite, IClassFixture<ScriptedEngines>
{
    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server) =>
        engines.ConnectAsync("SshNet", server, TimeProvider.System, TimeSpan.FromSeconds(20));
}

public sealed class OpenSshHostileServerTests(ScriptedEngines engines) : HostileServerSuite, IClassFixture<ScriptedEngines>
{
    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server) =>
        engines.ConnectAsync("OpenSsh", server, TimeProvider.System, TimeSpan.FromSeconds(20));
}

public sealed class LocalHostileServerTests(ScriptedEngines engines) : HostileServerSuite, IClassFixture<ScriptedEngines>
{
    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server) =>
        engines.ConnectAsync("Local", server, TimeProvider.System, TimeSpan.FromSeconds(20));
}

public abstract class EngineDeadlineTests(ScriptedEngines engines, string engine) : DeadlineSuite
{
    /// <summary>Each of them is a log-in.</summary>
    protected override IEnumerable<int> DeadAt =>
        [.. Enumerable.Range(0, 25).Select(i => i * 13), .. Enumerable.Range(0, 10).Select(i => 330 + (i * 111))];

    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server, TimeProvider time, TimeSpan timeout,
        TimeSpan? connectTimeout = null) =>
        engines.ConnectAsync(engine, server, time, timeout, connectTimeout);
}

public sealed class SshNetDeadlineTests(ScriptedEngines engines) : EngineDeadlineTests(engines, "SshNet"), IClassFixture<ScriptedEngines>;

public sealed class OpenSshDeadlineTests(ScriptedEngines engines) : EngineDeadlineTests(engines, "OpenSsh"), IClassFixture<ScriptedEngines>;

public sealed class LocalDeadlineTests(ScriptedEngines engines) : EngineDeadlineTests(engines, "Local"), IClassFixture<ScriptedEngines>;

public abstract class EngineDamagedAnswerTests(ScriptedEngines engines, string engine) : DamagedAnswerSuite
{
    protected override int Rounds => 15;

    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server, TimeProvider time) =>
        engines.ConnectAsync(engine, server, time, TimeSpan.FromSeconds(60));
}

public sealed class SshNetDamagedAnswerTests(ScriptedEngines engines) : EngineDamagedAnswerTests(engines, "SshNet"),
    IClassFixture<ScriptedEngines>;

public sealed class OpenSshDamagedAnswerTests(ScriptedEngines engines) : EngineDamagedAnswerTests(engines, "OpenSsh"),
    IClassFixture<ScriptedEngines>;

public sealed class LocalDamagedAnswerTests(ScriptedEngines engines) : EngineDamagedAnswerTests(engines, "Local"),
    IClassFixture<ScriptedEngines>;
