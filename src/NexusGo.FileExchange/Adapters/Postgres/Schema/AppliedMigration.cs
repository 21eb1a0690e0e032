using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>A row of <c>nexusgo_migration.applied</c>: a step that this database has.</summary>
internal sealed record AppliedMigration(int Number, string Checksum)
{
    /// <summary>The table of applied steps; repeatable.</summary>
    public const string TableSql = """
        create schema if not exists nexusgo_migration;
        create table if not exists nexusgo_migration.applied (
            number     integer     not null,
            name       text        not null,
            checksum   text        not null,
            applied_at timestamptz not null,
            constraint pk_applied primary key (number)
        );
        grant usage on schema nexusgo_migration to public;
        grant select on nexusgo_migration.applied to public;
        """;

    /// <summary>Readable by everybody who may connect: it says nothing but a version, and the worker must be able to look.</summary>
    public static async Task CreateTableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TableSql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<IReadOnlyList<AppliedMigration>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select number, checksum from nexusgo_migration.applied order by number", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<AppliedMigration> applied = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(new AppliedMigration(reader.GetInt32(0), reader.GetString(1)));
        }

        return applied;
    }

    public static async Task InsertAsync(NpgsqlConnection connection, Migration migration, DateTimeOffset now)
    {
        await using var command = new NpgsqlCommand(
            "insert into nexusgo_migration.applied (number, name, checksum, applied_at) values ($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Checksum });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
