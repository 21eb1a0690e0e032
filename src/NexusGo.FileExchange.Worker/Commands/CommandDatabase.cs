using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// The database for a verb that an operator runs beside the worker: the configured one, the private one of a worker that is running, or,
/// when nothing runs, the private one started for as long as the verb takes.
/// </summary>
internal sealed class CommandDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable? server;

    private readonly Lazy<AuditKeys> auditKeys;

    private CommandDatabase(DatabaseAccess access, IAsyncDisposable? server, WorkerConfiguration configuration)
    {
        Access = access;
        this.server = server;
        Exchange = new ExchangeDatabase(Wiring.OptionsOf(access));

        // Most verbs write no audit entry and need no master key.
        auditKeys = new Lazy<AuditKeys>(() =>
            new AuditKeys(Wiring.MasterKeyOf(configuration.Settings.Vault), new CustomerKeyStore(Exchange), TimeProvider.System));
        Exchange.SealAuditWith(() => auditKeys.Value);
    }

    /// <summary>For rooms of one's own on the same database.</summary>
    public DatabaseAccess Access { get; }

    public ExchangeDatabase Exchange { get; }

    public TimelineStore Timelines => new(Exchange);

    public ExchangeFactsStore Facts => new ExchangeFactsStore(Exchange);

    public HeldEventStore Held => new HeldEventStore(Exchange, TimeProvider.System, NullLogger<HeldEventStore>.Instance);

    public ProductionOperations Production => new(Exchange, TimeProvider.System);

    /// <exception cref="ConfigurationException">The worker's own settings have problems; those of customers' files do not matter
    /// here.</exception>
    /// <exception cref="FileExchangeException">No database, or tables of another version.</exception>
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
                return new CommandDatabase(running, null, configuration);
            }
            catch (FileExchangeException failure) when (running.IsEmbedded && failure.Reason == FailureReason.DatabaseUnavailable)
            {
                // What a worker left that ended hard: its socket without the server.
            }
        }

        var (access, server) = await WorkerHost.OpenDatabaseAsync(configuration.Settings, TimeProvider.System, cancellationToken);
        return new CommandDatabase(access, server, configuration);
    }

    /// <summary>What is there now, whatever its version; starts nothing. Null when there is nothing to ask.</summary>
    /// <exception cref="FileExchangeException">A password cannot be read.</exception>
    public static CommandDatabase? FindRunning(WorkerConfiguration configuration) =>
        DatabaseAccess.FindRunning(configuration.Settings) is { } running ? new CommandDatabase(running, null, configuration) : null;

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        if (auditKeys.IsValueCreated)
        {
            auditKeys.Value.Dispose();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
