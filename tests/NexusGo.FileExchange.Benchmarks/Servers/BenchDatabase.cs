using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>
/// A private PostgreSQL as the worker runs it, safe against a crash of the machine (fsync on), for us and for psql alike; fresh databases from a migrated
/// template.
/// </summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private const string Template = "bench_template";

    private readonly PrivatePostgres server;
    private readonly string folder;
    private int databases;

    private BenchDatabase(PrivatePostgres server, string folder)
    {
        this.server = server;
        this.folder = folder;
    }

    public static async Task<BenchDatabase> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"nexusgo-bench-{Guid.NewGuid():N}");
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Directory = folder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var database = new BenchDatabase(server, folder);
        await database.ExecuteAsync("postgres", $"create database {Template}");
        await MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance).MigrateAsync(
            database.OwnerConnection(Template), PrivatePostgres.WorkerLogin, CancellationToken.None);
        return database;
    }

    /// <summary>A new database with the product's tables; its name.</summary>
    public async Task<string> CreateAsync()
    {
        var name = $"bench_{++databases}";
        await ExecuteAsync("postgres", $"create database {name} template {Template}");
        return name;
    }

    public async Task DropAsync(string name) => await ExecuteAsync("postgres", $"drop database if exists {name} with (force)");

    /// <summary>Writes out what earlier work left, so that the next one does not pay for it.</summary>
    public Task CheckpointAsync() => ExecuteAsync("postgres", "checkpoint");

    public string WorkerConnection(string name) => server.ConnectionStringFor(PrivatePostgres.WorkerLogin, name);

    public string OwnerConnection(string name) => server.ConnectionStringFor(PrivatePostgres.OwnerLogin, name);

    /// <summary>Arguments with which psql reaches a database as its owner.</summary>
    public IReadOnlyList<string> PsqlArguments(string name) =>
        ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!, "-U", PrivatePostgres.OwnerLogin, "-d", name];

    public async Task ExecuteAsync(string name, string sql)
    {
        await using var connection = new NpgsqlConnection(OwnerConnection(name) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> QueryAsync<T>(string name, string sql)
    {
        await using var connection = new NpgsqlConnection(OwnerConnection(name) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
