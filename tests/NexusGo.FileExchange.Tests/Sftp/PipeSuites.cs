using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>The suites on a scripted server of this process, over pipes in memory.</summary>
public sealed class HostileServerTests : HostileServerSuite
{
    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server) =>
        server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
}

public sealed class DeadlineTests : DeadlineSuite
{
    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server, TimeProvider time, TimeSpan timeout,
        TimeSpan? connectTimeout = null) =>
        server.ConnectAsync(time, timeout, connectTimeout);
}

[Trait("Category", Fuzzing.Category)]
public sealed class DamagedAnswerTests : DamagedAnswerSuite
{
    protected override int Rounds => 60 * Fuzzing.Times;

    protected override int SeedFor(int seed) => Fuzzing.Seed(seed);

    internal override Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server, TimeProvider time) =>
        server.ConnectAsync(time, TimeSpan.FromSeconds(60));
}
