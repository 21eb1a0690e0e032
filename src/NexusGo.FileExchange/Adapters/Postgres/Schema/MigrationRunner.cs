using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Brings a database to this program's schema, as its owner, each step in its own transaction, one runner at a time (advisory lock). What
/// has been applied is kept in <c>nexusgo_migration.applied</c>. The worker itself only looks (<see cref="EnsureCurrentAsync"/>).
/// </summary>
public sealed class MigrationRunner
{
    // Any constant will do as long as nothing else in the database uses it.
    private const long LockKey = 0x4E65787573476F;
    private const int LockWaitSeconds = 120;
    private const int OldestServer = 14;

    private readonly IReadOnlyList<Migration> migrations;
    private readonly TimeProvider clock;
    private readonly ILogger<MigrationRunner> logger;

    public MigrationRunner(IReadOnlyList<Migration> migrations, TimeProvider clock, ILogger<MigrationRunner> logger)
    {
        this.migrations = migrations;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>The runner of the steps embedded in this library.</summary>
    public static MigrationRunner Create(TimeProvider clock, ILogger<MigrationRunner> logger) =>
        new(Migration.FromAssembly(typeof(MigrationRunner).Assembly), clock, logger);

    /// <summary>
    /// Applies what is missing, and lets the worker's login act in the worker's roles. Repeatable; two at once wait for each other.
    /// </summary>
    /// <param name="ownerConnectionString">The owner of the schemas; needs CREATE on the database, and to make what is missing of the
    /// roles (<see cref="OwnerRights"/>).</param>
    /// <param name="workerLogin">The login of the worker's connection string; null: it is granted elsewhere.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The steps applied by this call, in order.</returns>
    /// <exception cref="FileExchangeException">
    /// <see cref="FailureReason.DatabaseRefused"/>: a step's text changed after it was applied, the database is newer than this program,
    /// the server is too old, or a right is missing. <see cref="FailureReason.DatabaseUnavailable"/>: try again.
    /// </exception>
    public Task<IReadOnlyList<Migration>> MigrateAsync(string ownerConnectionString, string? workerLogin,
        CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => MigrateCoreAsync(ownerConnectionString, workerLogin, cancellationToken));

    /// <summary>
    /// Runs the missing steps in one transaction and takes all of it back: whether they can be applied is known before anything stops.
    /// Waits no longer than a few seconds for what others have locked.
    /// </summary>
    /// <returns>How many steps are missing.</returns>
    /// <exception cref="FileExchangeException">As <see cref="MigrateAsync"/>.</exception>
    public Task<int> RehearseAsync(string ownerConnectionString, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            var settings = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false, IncludeErrorDetail = false };
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            var applied = await AppliedOrNoneAsync(connection, cancellationToken);
            Compare(applied);
            if (applied.Count == migrations.Count)
            {
                return 0;
            }

            await DemandRightsAsync(connection, workerLogin: null, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var patience = new NpgsqlCommand("set local lock_timeout = '5s'", connection, transaction);
            await patience.ExecuteNonQueryAsync(cancellationToken);
            foreach (var migration in migrations.Skip(applied.Count))
            {
                await using var command = new NpgsqlCommand(migration.Sql, connection, transaction) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.RollbackAsync(CancellationToken.None);
            return migrations.Count - applied.Count;
        });

    /// <summary>Reads the version table and says whether this program and the database fit.</summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.DatabaseRefused"/>: they do not; the message says which way and
    /// what to run.</exception>
    public Task EnsureCurrentAsync(ExchangeDatabase database, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
            var applied = await AppliedOrNoneAsync(connection, cancellationToken);
            Compare(applied);
            return applied.Count == migrations.Count ? true : throw Refused(
                $"The database is at version {applied.Count}, this program needs {migrations.Count}: run migrate.");
        });

    private static async Task<IReadOnlyList<AppliedMigration>> AppliedOrNoneAsync(NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        try
        {
            return await AppliedMigration.ReadAllAsync(connection, cancellationToken);
        }
        catch (PostgresException missing) when (
            missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<Migration>> MigrateCoreAsync(string ownerConnectionString, string? workerLogin,
        CancellationToken cancellationToken)
    {
        // No pool: the advisory lock must go with the connection, and a template database must have no connection left.
        var settings = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false, IncludeErrorDetail = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw Refused($"The server is PostgreSQL {connection.PostgreSqlVersion}; at least {OldestServer} is needed.");
        }

        await LockAsync(connection, cancellationToken);
        await DemandRightsAsync(connection, workerLogin, cancellationToken);
        await AppliedMigration.CreateTableAsync(connection, cancellationToken);
        var applied = await AppliedMigration.ReadAllAsync(connection, cancellationToken);
        Compare(applied);
        var missing = migrations.Skip(applied.Count).ToList();
        foreach (var migration in missing)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ApplyAsync(connection, migration);
            PostgresLog.MigrationApplied(logger, migration.Number, migration.Name);
        }

        await WorkerRights.GrantAsync(connection, workerLogin, cancellationToken);
        return missing;
    }

    private async Task DemandRightsAsync(NpgsqlConnection connection, string? workerLogin, CancellationToken cancellationToken)
    {
        var isComplete = (await AppliedOrNoneAsync(connection, cancellationToken)).Count >= migrations.Count;
        var rights = await OwnerRights.ReadAsync(connection, workerLogin, cancellationToken);
        if (isComplete)
        {
            // Nothing is made any more; it may still have to be granted.
            rights = rights with { MakesSchemas = true };
        }

        if (rights.Lacking() is { Count: > 0 } lacking)
        {
            throw Refused($"The login {rights.Login} may not do on this server (PostgreSQL {rights.Server}) what the tables need. Nothing "
                + $"was changed. Have an administrator of the server run once, in this database: {string.Join(" ", lacking)}");
        }
    }

    private void Compare(IReadOnlyList<AppliedMigration> applied)
    {
        if (applied.Count > migrations.Count)
        {
            throw Refused(
                $"The database is at version {applied.Count}, this program knows only {migrations.Count}: use the newer program.");
        }

        foreach (var (known, there) in migrations.Zip(applied))
        {
            if (known.Number != there.Number || known.Checksum != there.Checksum)
            {
                throw Refused($"Migration {known} of this program is not the text by which this database was made (checksums "
                    + $"{known.Checksum[..8]} and {there.Checksum[..8]}); nothing was done. Operators: install an unchanged release. "
                    + "Developers: put the file's old text back and write the change as a new migration with the next number "
                    + "(src/RECIPES.md).");
            }
        }
    }

    /// <summary>Not cancellable once begun: a step is whole or absent, and a stop comes before the next one.</summary>
    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration)
    {
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        try
        {
            await using var command = new NpgsqlCommand(migration.Sql, connection, transaction) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException refused)
        {
            var cause = PostgresErrors.Translate(refused)!;
            throw new FileExchangeException(cause.Reason, cause.IsTransient,
                $"Migration {migration} failed and changed nothing. {cause.Message}");
        }

        await AppliedMigration.InsertAsync(connection, migration, clock.GetUtcNow());
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = LockWaitSeconds };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static FileExchangeException Refused(string message) => new(FailureReason.DatabaseRefused, isTransient: false, message);
}
