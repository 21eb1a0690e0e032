using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// The database for a verb that an operator runs beside the worker: the configured one, or the private one. Where a worker of this machine runs the private
/// one, its socket is used; otherwise it is started for as long as the verb takes.
/// </summary>
internal sealed class VerbDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable? server;

    private VerbDatabase(DatabaseAccess access, IAsyncDisposable? server)
    {
        Access = access;
        this.server = server;
        Exchange = new ExchangeDatabase(Wiring.OptionsOf(access));
    }

    public DatabaseAccess Access { get; }

    public ExchangeDatabase Exchange { get; }

    /// <param name="directory">The configuration folder, or null to look in the usual places.</param>
    /// <param name="time">For waiting.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationException">The worker's own settings have problems; those of customers' files do not matter here.</exception>
    /// <exception cref="Diagnostics.FileExchangeException">No database, or tables of another version.</exception>
    public static async Task<VerbDatabase> OpenAsync(string? directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));
        var own = configuration.Problems.Except(configuration.Customers.Problems).ToArray();
        if (own.Length > 0)
        {
            throw new ConfigurationException(own);
        }

        var settings = configuration.Settings;
        if (string.IsNullOrEmpty(settings.Database.ConnectionString) && PrivatePostgres.RunningIn(Wiring.PrivateDirectory(settings)) is { } socket)
        {
            var worker = PrivatePostgres.ConnectionStringFor(socket, PrivatePostgres.WorkerLogin, PrivatePostgres.DatabaseName);
            var running = new DatabaseAccess
            {
                Worker = worker,
                Owner = PrivatePostgres.ConnectionStringFor(socket, PrivatePostgres.OwnerLogin, PrivatePostgres.DatabaseName),
                Vault = worker,
                IsEmbedded = true,
            };
            await Wiring.EnsureCurrentAsync(running, time, cancellationToken);
            return new VerbDatabase(running, null);
        }

        var (access, server) = await WorkerHost.OpenDatabaseAsync(settings, time, cancellationToken);
        return new VerbDatabase(access, server);
    }

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
