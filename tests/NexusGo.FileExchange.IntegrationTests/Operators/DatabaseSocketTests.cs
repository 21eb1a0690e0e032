using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>Somebody else on the machine serves a database where an operator's verb looks for the worker's.</summary>
public sealed class DatabaseSocketTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly string folder = TestCluster.CreateFolder();

    public DatabaseSocketTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "customers"));
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new { DataDirectory = Path.Combine(folder, "data"), RunDirectory = Path.Combine(folder, "run") },
        }));
    }

    private string Cluster => Path.Combine(folder, "data", "postgres");

    private string Sockets => Path.Combine(Cluster, "postgres.run");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Attack", "20.2 a false database under the name in /tmp that a worker once noted")]
    public async Task Nothing_in_tmp_is_asked()
    {
        var planted = "/tmp/nexusgo-" + Guid.NewGuid().ToString("N")[..12];
        Directory.CreateDirectory(planted);
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "postgres.socket"), planted);
        try
        {
            using var listener = Listen(planted);

            await WorkerVerb.RunAsync("status", "--config", folder);

            Assert.False(listener.Poll(0, SelectMode.SelectRead), "The verb asked the planted socket.");
        }
        finally
        {
            Directory.Delete(planted, recursive: true);
        }
    }

    [Theory]
    [Trait("Attack", "20.2 a false database in a folder that others may enter or write to")]
    [InlineData("data/postgres/postgres.run", "755")]
    [InlineData("data/postgres/postgres.run", "777")]
    [InlineData("data/postgres", "777")]
    [InlineData("data", "777")]
    public async Task A_socket_that_others_could_have_put_there_is_not_asked(string path, string mode)
    {
        Directory.CreateDirectory(Sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var listener = Listen(Sockets);
        File.SetUnixFileMode(Path.Combine(folder, path), (UnixFileMode)Convert.ToInt32(mode, 8));

        await RefusedAsync(listener);
    }

    [Fact]
    [Trait("Attack", "20.2 a false database in a data directory of somebody else's")]
    public async Task A_data_directory_in_a_folder_for_everybody_is_not_asked_when_it_is_another_users()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        Directory.CreateDirectory(Sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var listener = Listen(Sockets);
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("1777", 8));
        await ChownAsync("-R", Path.Combine(folder, "data"));
        Assert.Throws<FileExchangeException>(() => PrivatePostgres.FindRunning(Cluster));
        Assert.False(listener.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    [Trait("Attack", "20.2 a process of another user behind the socket")]
    public async Task The_process_behind_the_socket_must_be_the_owners_of_its_folder()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        // The folder is the server user's, as root made it; what listens in it is root's.
        Directory.CreateDirectory(Sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var listener = Listen(Sockets);
        await ChownAsync(Sockets);

        var refused = Assert.Throws<FileExchangeException>(() => PrivatePostgres.FindRunning(Cluster));

        Assert.Equal(FailureReason.PathUntrusted, refused.Reason);
        Assert.Contains("user 0 answers there", refused.Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(Socket listener)
    {
        var verb = await WorkerVerb.RunAsync("hold", "list", "--config", folder);

        Assert.True(verb.ExitCode == ExitCodes.Untrusted, $"exit code {verb.ExitCode}\n{verb.Output}\n{verb.Errors}");
        Assert.False(listener.Poll(0, SelectMode.SelectRead), "The verb asked the planted socket.");
    }

    private static Socket Listen(string where)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(where, ".s.PGSQL.5432")));
        listener.Listen();
        return listener;
    }

    private static async Task ChownAsync(params string[] arguments)
    {
        using var chown = Process.Start("chown", [.. arguments[..^1], Nobody, arguments[^1]]);
        await chown.WaitForExitAsync();
        Assert.Equal(0, chown.ExitCode);
    }
}
