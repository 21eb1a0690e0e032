using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

public sealed class MigrationRunnerTests : IAsyncLifetime
{
    private string name = "";
    private string owner = "";
    private ExchangeDatabase database = null!;

    public async Task InitializeAsync()
    {
        var cluster = await TestCluster.GetAsync();
        name = await TestCluster.CreateDatabaseAsync(migrated: false);
        owner = cluster.ConnectionStringFor(PrivatePostgres.OwnerLogin, name);
        database = new ExchangeDatabase(new PostgresOptions { ConnectionString = cluster.ConnectionStringFor(PrivatePostgres.WorkerLogin,
            name) });
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await TestCluster.DropDatabaseAsync(name);
    }

    [Fact]
    public async Task Missing_steps_are_applied_once_and_the_check_agrees()
    {
        Assert.Equal([TestMigrations.One, TestMigrations.Two], await MigrateAsync(TestMigrations.One, TestMigrations.Two));
        Assert.Empty(await MigrateAsync(TestMigrations.One, TestMigrations.Two));

        await Runner(TestMigrations.One, TestMigrations.Two).EnsureCurrentAsync(database, default);
        Assert.Equal(1L, await CountAsync("public.two"));
    }

    [Fact]
    public async Task The_check_says_which_version_is_there_and_what_to_run()
    {
        var empty = await Assert.ThrowsAsync<FileExchangeException>(() => Runner(TestMigrations.One).EnsureCurrentAsync(database, default));
        Assert.Equal("The database is at version 0, this program needs 1: run migrate.", empty.Message);

        await MigrateAsync(TestMigrations.One);
        var older = await Assert.ThrowsAsync<FileExchangeException>(() => Runner(TestMigrations.One, TestMigrations.Two)
            .EnsureCurrentAsync(database, default));

        Assert.Equal("The database is at version 1, this program needs 2: run migrate.", older.Message);
        Assert.Equal((FailureReason.DatabaseRefused, false), (older.Reason, older.IsTransient));
    }

    [Fact]
    public async Task A_newer_database_is_left_alone()
    {
        await MigrateAsync(TestMigrations.One, TestMigrations.Two);

        var migrate = await Assert.ThrowsAsync<FileExchangeException>(() => MigrateAsync(TestMigrations.One));
        var check = await Assert.ThrowsAsync<FileExchangeException>(() => Runner(TestMigrations.One).EnsureCurrentAsync(database, default));

        Assert.All([migrate, check], refused => Assert.Contains("use the newer program", refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_step_changed_after_it_was_applied_is_refused()
    {
        await MigrateAsync(TestMigrations.One);
        var changed = new Migration(1, "one", TestMigrations.One.Sql + " -- changed");

        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => MigrateAsync(changed, TestMigrations.Two));

        Assert.Contains("Migration 0001_one of this program is not the text by which this database was made", refused.Message,
            StringComparison.Ordinal);
        Assert.Contains("write the change as a new migration", refused.Message, StringComparison.Ordinal);
        Assert.Equal((FailureReason.DatabaseRefused, false), (refused.Reason, refused.IsTransient));
    }

    [Fact]
    public async Task A_step_that_fails_changes_nothing_and_is_named()
    {
        var failed = await Assert.ThrowsAsync<FileExchangeException>(() => MigrateAsync(TestMigrations.One, TestMigrations.Broken));

        Assert.Contains("Migration 0002_broken failed and changed nothing", failed.Message, StringComparison.Ordinal);
        await Runner(TestMigrations.One).EnsureCurrentAsync(database, default);
        Assert.Equal(0L, await CountAsync("pg_tables where tablename = 'three'"));
    }

    [Fact]
    public async Task Several_runners_at_once_apply_each_step_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(TestMigrations.One, TestMigrations.Two)));

        Assert.Equal(2, runs.Sum(run => run.Count));
        Assert.Equal(1L, await CountAsync("public.two"));
    }

    [Fact]
    public async Task The_workers_login_may_step_into_the_workers_roles_and_has_nothing_itself()
    {
        await MigrateAsync(TestMigrations.One);

        await using var session = await database.OpenForNobodyAsync(default);
        await using var command = session.Command("select current_user::text");
        Assert.Equal("nexusgo_worker", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task An_owner_that_is_no_superuser_makes_the_programs_own_tables_where_the_roles_are_there()
    {
        await ExecuteAsync($"create role {name}_owner login; alter database {name} owner to {name}_owner");
        var plain = (await TestCluster.GetAsync()).ConnectionStringFor($"{name}_owner", name);
        var runner = MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance);
        try
        {
            Assert.NotEqual(0, await runner.RehearseAsync(plain, default));
            Assert.NotEmpty(await runner.MigrateAsync(plain, PrivatePostgres.WorkerLogin, default));
            Assert.Empty(await runner.MigrateAsync(plain, PrivatePostgres.WorkerLogin, default));
            await runner.EnsureCurrentAsync(database, default);
        }
        finally
        {
            await ExecuteAsync($"reassign owned by {name}_owner to {PrivatePostgres.OwnerLogin}; drop owned by {name}_owner; "
                + $"alter database {name} owner to {PrivatePostgres.OwnerLogin}; drop role {name}_owner");
        }
    }

    [Fact]
    public async Task An_owner_that_may_not_make_tables_is_told_what_an_administrator_has_to_run()
    {
        await ExecuteAsync($"create role {name}_poor login; create role {name}_login login");
        var poor = (await TestCluster.GetAsync()).ConnectionStringFor($"{name}_poor", name);
        try
        {
            var runner = MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance);
            var refused = await Assert.ThrowsAsync<FileExchangeException>(() => runner.MigrateAsync(poor, $"{name}_login", default));

            Assert.Equal(FailureReason.DatabaseRefused, refused.Reason);
            foreach (var statement in refused.Message[refused.Message.IndexOf("grant create", StringComparison.Ordinal)..].Split(';',
                StringSplitOptions.RemoveEmptyEntries))
            {
                await ExecuteAsync(statement);
            }

            Assert.NotEmpty(await runner.MigrateAsync(poor, $"{name}_login", default));
        }
        finally
        {
            await ExecuteAsync($"drop owned by {name}_poor; drop role {name}_poor; drop owned by {name}_login; drop role {name}_login");
        }
    }

    [Fact]
    public void The_programs_own_steps_are_numbered_without_gaps_and_line_ends_do_not_change_a_checksum()
    {
        Assert.NotNull(Migration.FromAssembly(typeof(MigrationRunner).Assembly));
        Assert.Equal(new Migration(1, "a", "x\r\ny").Checksum, new Migration(1, "a", "x\ny").Checksum);
        Assert.NotEqual(new Migration(1, "a", "x\ny").Checksum, new Migration(1, "a", "x y").Checksum);
    }

    private static MigrationRunner Runner(params Migration[] migrations) =>
        new(migrations, TimeProvider.System, NullLogger<MigrationRunner>.Instance);

    private Task<IReadOnlyList<Migration>> MigrateAsync(params Migration[] migrations) =>
        Runner(migrations).MigrateAsync(owner, PrivatePostgres.WorkerLogin, default);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(owner + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string from)
    {
        await using var connection = new NpgsqlConnection(owner + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from " + from, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
