using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>
/// Which database a verb works on where the configuration names none: the running private one, or one started for the moment.
/// </summary>
public sealed class CommandDatabaseTests : IDisposable
{
    private readonly string folder = TestCluster.CreateFolder();

    public CommandDatabaseTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "customers"));
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new { DataDirectory = Path.Combine(folder, "data"), RunDirectory = Path.Combine(folder, "run"),
                CustomersDirectory = Path.Combine(folder, "customers") },
        }));
    }

    private string Cluster => Path.Combine(folder, "data", "postgres");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_verb_starts_the_private_database_uses_a_running_one_and_is_not_misled_by_what_a_killed_one_left()
    {
        // Nothing runs, and status starts nothing.
        await RunAsync(ExitCodes.Down, "status");
        Assert.False(Directory.Exists(Cluster));
        Assert.Equal("Nothing waits.", await RunAsync(ExitCodes.Ok, "production", "held"));
        Assert.Contains("No holds.", await RunAsync(ExitCodes.Ok, "hold", "list"), StringComparison.Ordinal);
        Assert.Null(PrivatePostgres.FindRunning(Cluster));

        // One runs, as a worker's would: its directory is taken, so whoever answers has asked it.
        await using (await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Directory = Cluster }, TimeProvider.System,
            NullLogger.Instance, CancellationToken.None))
        {
            Assert.Equal("Nothing waits.", await RunAsync(ExitCodes.Ok, "production", "held"));
            Assert.Contains("No holds.", await RunAsync(ExitCodes.Ok, "hold", "list"), StringComparison.Ordinal);
        }

        // Its socket is still there, and nobody behind it.
        var sockets = Directory.CreateDirectory(Path.Combine(Cluster, "postgres.run"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(Path.Combine(sockets, ".s.PGSQL.5432")));
        }

        Assert.Null(PrivatePostgres.FindRunning(Cluster));
        Assert.Equal("Nothing waits.", await RunAsync(ExitCodes.Ok, "production", "held"));
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        var verb = await WorkerVerb.RunAsync([.. arguments, "--config", folder]);
        Assert.True(verb.ExitCode == exitCode, $"{string.Join(' ', arguments)}: exit code {verb.ExitCode}\n{verb.Output}\n{verb.Errors}");
        return verb.Output.Trim();
    }
}
