using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>
/// A private PostgreSQL as the worker runs it, safe against a crash of the machine (fsync on), for us and for psql alike; fresh databases
/// from a migrated template.
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

    public static async Task<BenchDatabase> StartAsync(params string[] settings)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"nexusgo-bench-{Guid.NewGuid():N}");
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Directory = folder, Settings = settings },
            TimeProvider.System, NullLogger.Instance, CancellationToken.None);
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

    /// <summary>
    /// Right before something is measured: writes out what earlier work left, so that nothing pays for another's work, and has the
    /// machine's memory at hand.
    /// </summary>
    public async Task SettleAsync()
    {
        await ExecuteAsync("postgres", "checkpoint");
        HostMemory.Touch();
    }

    public string WorkerConnection(string name) => server.ConnectionStringFor(PrivatePostgres.WorkerLogin, name);

    public string OwnerConnection(string name) => server.ConnectionStringFor(PrivatePostgres.OwnerLogin, name);

    /// <summary>Arguments with which psql reaches a database as its owner.</summary>
    public IReadOnlyList<string> PsqlArguments(string name) =>
        ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!, "-U",
            PrivatePostgres.OwnerLogin, "-d", name];

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

    /// <summary>
    /// Processor time of the server and everything it started: what counts where other programs share the machine. Ticks of 10 ms.
    /// </summary>
    public TimeSpan ProcessorTime()
    {
        var ticks = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(process, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                var isServer = Path.GetFileName(process) == Line($"{server.ProcessId}");
                if (isServer || fields[1] == Line($"{server.ProcessId}"))
                {
                    // utime, stime; of the server itself also those of children that have ended (proc(5)).
                    ticks += fields.Skip(11).Take(isServer ? 4 : 2)
                        .Sum(field => long.Parse(field, System.Globalization.CultureInfo.InvariantCulture));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    private static string Line(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
