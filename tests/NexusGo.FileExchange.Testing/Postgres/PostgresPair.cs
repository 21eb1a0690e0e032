using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.Testing.Postgres;

/// <summary>
/// Two PostgreSQL servers of a test: a primary and its synchronous standby, which take each other's place as often as the test likes. What
/// an operator's tool for failover would do is done by PostgreSQL's own programs.
/// </summary>
public sealed class PostgresPair : IAsyncDisposable
{
    private readonly string folder = TestCluster.CreateFolder();
    private readonly Node[] nodes;
    private readonly PostgresPrograms programs =
        PostgresPrograms.Find("", PostgresPrograms.DebianRoot, Environment.GetEnvironmentVariable("PATH"));
    private ServerUser user = null!;
    private int primary;

    private PostgresPair() => nodes = [new Node(folder, "a"), new Node(folder, "b")];

    /// <summary>Both servers in one connection string, as operators write it.</summary>
    public string ConnectionString => Connection(PrivatePostgres.WorkerLogin);

    public string OwnerConnectionString => Connection(PrivatePostgres.OwnerLogin);

    public static async Task<PostgresPair> StartAsync()
    {
        var pair = new PostgresPair();
        pair.user = await ServerUser.ChooseAsync(Path.Combine(pair.folder, "a"), CancellationToken.None);
        foreach (var node in pair.nodes)
        {
            await pair.user.CreateFolderAsync(node.Folder, CancellationToken.None);
        }

        var first = pair.nodes[0];
        await pair.RunAsync(pair.programs.Initdb, $"--pgdata={first.Data}", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust",
            $"--username={PrivatePostgres.OwnerLogin}", "--no-instructions", "--no-sync");
        await pair.StartAsync(first);
        await ExecuteAsync(first, "postgres", $"create role {PrivatePostgres.WorkerLogin} login noinherit");
        await ExecuteAsync(first, "postgres", $"create database {PrivatePostgres.DatabaseName}");
        await MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance).MigrateAsync(
            first.Connection(PrivatePostgres.DatabaseName), PrivatePostgres.WorkerLogin, CancellationToken.None);
        await pair.AttachStandbyAsync();
        return pair;
    }

    /// <summary>
    /// Ends the primary without a word and promotes the standby; the former primary is made anew as the standby of the new one. Returns
    /// when the standby answers as primary; <see cref="AttachStandbyAsync"/> is the caller's to call afterwards.
    /// </summary>
    public async Task FailOverAsync()
    {
        await StopAsync(nodes[primary]);
        primary = 1 - primary;

        // Until there is a standby again, none is waited for.
        await RunAsync(Program("pg_ctl"), "promote", "-w", "-D", nodes[primary].Data);
        await ExecuteAsync(nodes[primary], "postgres", "alter system set synchronous_standby_names = ''");
        await ExecuteAsync(nodes[primary], "postgres", "select pg_reload_conf()");
    }

    /// <summary>Copies the primary, and waits for the copy from then on.</summary>
    public async Task AttachStandbyAsync()
    {
        var (from, to) = (nodes[primary], nodes[1 - primary]);
        await RunAsync("/bin/rm", "-rf", to.Data);
        await RunAsync(Program("pg_basebackup"), "-R", "-c", "fast", "-X", "stream", "-h", from.Folder, "-U", PrivatePostgres.OwnerLogin,
            "-D", to.Data);
        await StartAsync(to);
        await ExecuteAsync(from, "postgres", "alter system set synchronous_standby_names = '*'");
        await ExecuteAsync(from, "postgres", "select pg_reload_conf()");
        await Until.TrueAsync(async () => await QueryAsync(from, "select count(*) from pg_stat_replication where sync_state = 'sync'") == 1,
            TimeSpan.FromMinutes(1), () => "the standby does not follow");
    }

    /// <summary>Ends the primary without a word and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync(nodes[primary]);
        await StartAsync(nodes[primary]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Where(node => File.Exists(Path.Combine(node.Data, "postmaster.pid"))))
        {
            await StopAsync(node);
        }

        await SystemProgram.RunAsync("/bin/rm", ["-rf", folder], CancellationToken.None);
    }

    private Task<string> StartAsync(Node node) => RunAsync(Program("pg_ctl"), "start", "-w", "-D", node.Data, "-l",
        Path.Combine(node.Folder, "log"),
        "-o", $"-c listen_addresses= -c unix_socket_directories={node.Folder} -c wal_level=replica -c hot_standby=on -c fsync=off "
            + "-c max_connections=100 -c max_wal_senders=5");

    private Task<string> StopAsync(Node node) => RunAsync(Program("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", node.Data);

    private string Program(string name) => Path.Combine(Path.GetDirectoryName(programs.Initdb)!, name);

    private Task<string> RunAsync(string program, params string[] arguments)
    {
        var command = user.Wrap(program, arguments, endsWithUs: false);
        return SystemProgram.RunAsync(command[0], command.Skip(1), CancellationToken.None);
    }

    private string Connection(string login) => new NpgsqlConnectionStringBuilder
    {
        Host = string.Join(',', nodes.Select(node => node.Folder)), Username = login, Database = PrivatePostgres.DatabaseName,
        SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    private static async Task ExecuteAsync(Node node, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(node.Connection(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> QueryAsync(Node node, string sql)
    {
        await using var connection = new NpgsqlConnection(node.Connection("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed record Node(string Parent, string Name)
    {
        /// <summary>For its data, socket and log.</summary>
        public string Folder => Path.Combine(Parent, Name);

        public string Data => Path.Combine(Folder, "data");

        public string Connection(string database) => new NpgsqlConnectionStringBuilder
        {
            Host = Folder, Username = PrivatePostgres.OwnerLogin, Database = database, SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable, Pooling = false,
        }.ConnectionString;
    }
}
