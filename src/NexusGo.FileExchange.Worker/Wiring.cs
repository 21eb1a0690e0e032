using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.Worker;

/// <summary>Where the worker's settings meet the adapters.</summary>
internal static class Wiring
{
    /// <summary>Starts the private PostgreSQL of this worker and brings its tables up to date.</summary>
    public static async Task<(DatabaseAccess Access, IAsyncDisposable Server)> StartEmbeddedDatabaseAsync(WorkerSettings settings,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new PrivatePostgresOptions { Directory = EmbeddedDirectoryOf(settings) };
        var server = await PrivatePostgres.StartAsync(options, time, NullLogger.Instance, cancellationToken);
        try
        {
            var access = new DatabaseAccess
            {
                Worker = server.ConnectionString,
                Owner = server.OwnerConnectionString,
                Vault = server.ConnectionString,
                IsEmbedded = true,
            };
            await MigrateAsync(access, time, cancellationToken);
            return (access, server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the private PostgreSQL of these settings keeps what it has.</summary>
    public static string EmbeddedDirectoryOf(WorkerSettings settings) => Path.Combine(settings.DataDirectory, "postgres");

    /// <summary>Brings the tables up to date as their owner. Returns the names of what was applied.</summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(DatabaseAccess database, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder(database.Worker).Username;
        var applied = await Runner(time).MigrateAsync(database.Owner, login, cancellationToken);
        if (database.Vault == database.Worker)
        {
            return [.. applied.Select(migration => migration.Name)];
        }

        // The owner's login there is the same; of the tables only the vault's are used.
        var vault = new NpgsqlConnectionStringBuilder(database.Vault);
        var owner = new NpgsqlConnectionStringBuilder(database.Owner) { Host = vault.Host, Port = vault.Port, Database = vault.Database };
        var inVault = await Runner(time).MigrateAsync(owner.ConnectionString, vault.Username, cancellationToken);
        return [.. applied.Select(migration => migration.Name), .. inVault.Select(migration => $"{migration.Name} (vault)")];
    }

    /// <summary>Refuses to start on tables of another version.</summary>
    public static async Task EnsureCurrentAsync(DatabaseAccess database, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var opened = new ExchangeDatabase(OptionsOf(database));
        await EnsureCurrentAsync(opened, time, cancellationToken);
    }

    /// <inheritdoc cref="EnsureCurrentAsync(DatabaseAccess, TimeProvider, CancellationToken)"/>
    public static Task EnsureCurrentAsync(ExchangeDatabase database, TimeProvider time, CancellationToken cancellationToken) =>
        Runner(time).EnsureCurrentAsync(database, cancellationToken);

    /// <summary>The rooms of the library on their engines, in the order of a file's journey.</summary>
    public static void AddRooms(IServiceCollection services, WorkerSettings settings, DatabaseAccess database) =>
        services.AddRooms(new LibrarySettings
        {
            Postgres = OptionsOf(settings, database),
            MasterKey = MasterKeyOf(settings.Vault),
            SpoolDirectory = Path.Combine(settings.DataDirectory, "spool"),
            FreeSpaceFloorBytes = settings.FreeSpaceFloorBytes,
            ErasureJournalDirectory = settings.Erasure.JournalDirectory,
            AuditHeadDirectory = settings.Erasure.AuditHeadDirectory,
            Sftp = new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(settings.RunDirectory, "sftp") },
            WorkerName = settings.WorkerName!,
            Lease = new LeaseOptions { Duration = settings.Lease.Duration },
            OpenPgp = OpenPgpOf(settings, SwedishTime.DateOf(TimeProvider.System.GetUtcNow())),
        });

    /// <summary>Our keys as they are at the start; a change of them takes effect with the next one.</summary>
    private static OpenPgpEngineOptions OpenPgpOf(WorkerSettings settings, DateOnly today) => new()
    {
        OwnKeys = OwnKeys.Read(settings.OpenPgp.KeysDirectory!).InUse(today, settings.OpenPgp.Passphrase),
    };

    internal static MasterKey MasterKeyOf(VaultSettings vault)
    {
        var former = string.IsNullOrEmpty(vault.FormerMasterKeyFile)
            ? null : NexusGo.FileExchange.Vault.MasterKeyFile.Read(vault.FormerMasterKeyFile, "FileExchange.Vault.FormerMasterKeyFile");
        return vault.MasterKeyCommand is { } command
            ? MasterKeyCommand.RunAsync(command, "FileExchange.Vault.MasterKeyCommand", former, TimeProvider.System, CancellationToken.None)
            .GetAwaiter().GetResult()
            : NexusGo.FileExchange.Vault.MasterKeyFile.Read(vault.MasterKeyFile!, "FileExchange.Vault.MasterKeyFile", former);
    }

    internal static PostgresOptions OptionsOf(WorkerSettings settings, DatabaseAccess database) =>
        OptionsOf(database) with { StalledTransactionTimeout = settings.Lease.Duration };

    internal static PostgresOptions OptionsOf(DatabaseAccess database) => new()
    {
        ConnectionString = database.Worker,
        OwnerConnectionString = database.Owner,
        VaultConnectionString = database.Vault == database.Worker ? null : database.Vault,
    };

    private static MigrationRunner Runner(TimeProvider time) => MigrationRunner.Create(time, NullLogger<MigrationRunner>.Instance);
}
