using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// The database of a verb: the configured one, the private one that a worker is running, or, when nothing runs, the private one started for
/// the moment.
/// </summary>
internal sealed class CommandDatabase : IAsyncDisposable
{
    private readonly ExchangeDatabase database;
    private readonly IAsyncDisposable? server;

    private CommandDatabase(DatabaseAccess access, IAsyncDisposable? server)
    {
        (database, Passports, Counts, Held) = Wiring.OpenFor(access);
        this.server = server;
    }

    public IPassports Passports { get; }

    public IExchangeCounts Counts { get; }

    public IHeldEvents Held { get; }

    /// <exception cref="ConfigurationException">The worker's own settings have problems.</exception>
    /// <exception cref="Diagnostics.FileExchangeException">The database is not there or of another version.</exception>
    public static async Task<CommandDatabase> OpenAsync(WorkerConfiguration configuration, CancellationToken cancellationToken)
    {
        var own = configuration.Problems.Except(configuration.Customers.Problems).ToArray();
        if (own.Length > 0)
        {
            throw new ConfigurationException(own);
        }

        if (DatabaseAccess.FindRunning(configuration.Settings) is { } running)
        {
            try
            {
                await Wiring.EnsureCurrentAsync(running, TimeProvider.System, cancellationToken);
                return new CommandDatabase(running, null);
            }
            catch (FileExchangeException failure) when (running.IsEmbedded && failure.Reason == FailureReason.DatabaseUnavailable)
            {
                // What a worker left that ended hard: its socket without the server.
            }
        }

        var (access, server) = await WorkerHost.OpenDatabaseAsync(configuration.Settings, TimeProvider.System, cancellationToken);
        return new CommandDatabase(access, server);
    }

    /// <summary>What is there now; starts nothing. Null when there is nothing to ask.</summary>
    public static CommandDatabase? FindRunning(WorkerConfiguration configuration) =>
        DatabaseAccess.FindRunning(configuration.Settings) is { } running ? new CommandDatabase(running, null) : null;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
