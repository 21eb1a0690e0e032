using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;
using Xunit;

namespace NexusGo.FileExchange.Testing.Postgres;

/// <summary>
/// A database of its own for one test class (<c>IClassFixture&lt;PostgresFixture&gt;</c>), migrated and empty, on a real server.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PrivatePostgres cluster = null!;

    public string DatabaseName { get; private set; } = "";

    /// <summary>As the worker connects.</summary>
    public string ConnectionString => cluster.ConnectionStringFor(PrivatePostgres.WorkerLogin, DatabaseName);

    /// <summary>As migrate connects: a superuser, whom no policy binds. For setting up and for looking behind the scenes.</summary>
    public string OwnerConnectionString => cluster.ConnectionStringFor(PrivatePostgres.OwnerLogin, DatabaseName);

    /// <summary>The worker's connections to this class's database.</summary>
    public ExchangeDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        cluster = await TestCluster.GetAsync();
        DatabaseName = await TestCluster.CreateDatabaseAsync();
        Database = new ExchangeDatabase(new PostgresOptions { ConnectionString = ConnectionString });
        Database.SealAuditWith(() => new AuditKeys(ExchangeRig.MasterKeyOf(ConnectionString), new CustomerKeyStore(Database),
            TimeProvider.System));
    }

    /// <summary>Runs statements as the owner.</summary>
    public async Task ExecuteAsOwnerAsync(string sql)
    {
        await using var connection = await OpenAsOwnerAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row, as the owner sees it.</summary>
    public async Task<T?> QueryAsOwnerAsync<T>(string sql)
    {
        await using var connection = await OpenAsOwnerAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await TestCluster.DropDatabaseAsync(DatabaseName);
    }

    private async Task<NpgsqlConnection> OpenAsOwnerAsync()
    {
        var connection = new NpgsqlConnection(OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
