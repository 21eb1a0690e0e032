using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.Testing.Postgres;

/// <summary>A private, migrated PostgreSQL for one test, which may stop it; its files go with it, however the test ends.</summary>
public sealed class OwnCluster : IAsyncDisposable
{
    private readonly string folder;

    private OwnCluster(string folder, PrivatePostgres server)
    {
        this.folder = folder;
        Server = server;
    }

    public PrivatePostgres Server { get; }

    public static async Task<OwnCluster> StartAsync()
    {
        var options = new PrivatePostgresOptions { Directory = TestCluster.CreateFolder() };
        var server = await PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance).MigrateAsync(
            server.OwnerConnectionString, PrivatePostgres.WorkerLogin, CancellationToken.None);
        return new OwnCluster(options.Directory, server);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
