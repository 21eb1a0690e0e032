using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.Testing.Postgres;

/// <summary>
/// One private PostgreSQL for all tests of a process, started by the first that asks and stopped with the process. It holds a migrated
/// template, from which databases are copied in a few milliseconds. A process that is killed leaves a folder behind, which the next one
/// removes.
/// </summary>
public static class TestCluster
{
    private const string Template = "nexusgo_template";
    private const string FolderPrefix = "nexusgo-tests-";

    private const string RemoveWhenStopped =
        "for i in 1 2 3 4 5 6 7 8 9 10; do sleep 1; if ! [ -e \"$0/postgres/postmaster.pid\" ]; then exec rm -rf \"$0\"; fi; done";

    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(StartAsync);
    private static readonly SemaphoreSlim Copying = new(1, 1);
    private static int databases;

    public static Task<PrivatePostgres> GetAsync() => Shared.Value;

    /// <summary>A new database with the current schema and no rows; its name.</summary>
    public static async Task<string> CreateDatabaseAsync(bool migrated = true)
    {
        var cluster = await GetAsync();
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Copying.WaitAsync();
        try
        {
            await ExecuteAsync(cluster, $"create database {name} template {(migrated ? Template : "template0")}");
        }
        finally
        {
            Copying.Release();
        }

        return name;
    }

    public static async Task DropDatabaseAsync(string name) =>
        await ExecuteAsync(await GetAsync(), $"drop database if exists {name} with (force)");

    /// <summary>A fresh folder that also an unprivileged server user can reach.</summary>
    public static string CreateFolder()
    {
        var path = Path.Combine(Path.GetTempPath(), FolderPrefix + Guid.NewGuid().ToString("N")[..12]);
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return path;
    }

    private static async Task<PrivatePostgres> StartAsync()
    {
        SweepFolders();
        // Several tests at once have several workers each, and a worker takes up to 24 connections.
        var options = new PrivatePostgresOptions { Directory = CreateFolder(), IsDurable = false, Settings = ["max_connections=400"] };
        var cluster = await PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            // The test host gets a tenth of a second to end: removing the files is left to a shell that outlives it.
            Process.Start("setsid", ["-f", "/bin/sh", "-c", RemoveWhenStopped, options.Directory]);
            cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        };
        await ExecuteAsync(cluster, $"create database {Template}");
        await MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance).MigrateAsync(
            cluster.ConnectionStringFor(PrivatePostgres.OwnerLogin, Template), PrivatePostgres.WorkerLogin, CancellationToken.None);
        return cluster;
    }

    private static async Task ExecuteAsync(PrivatePostgres cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionStringFor(PrivatePostgres.OwnerLogin, "postgres")
            + ";Pooling=false");
        await connection.OpenAsync();

        // Creating and dropping a database waits for a checkpoint of all databases, also of the one that a load test fills just now.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 180 };
        await command.ExecuteNonQueryAsync();
    }

    private static void SweepFolders()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            try
            {
                // Whoever still works there holds this lock; a folder of the last minutes may be about to get one.
                var lockFile = new FileInfo(Path.Combine(folder, "postgres.lock"));
                if (lockFile.Exists)
                {
                    using (lockFile.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    {
                    }

                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }
    }
}
