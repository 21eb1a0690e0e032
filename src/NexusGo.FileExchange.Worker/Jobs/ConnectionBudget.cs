using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Operators;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>Warns at the start when the server allows fewer connections than the workers that live now take at their most.</summary>
internal sealed class ConnectionBudget(ExchangeDatabase database, IAreaShare share, ILogger<ConnectionBudget> logger) : IHostedService
{
    /// <summary>All pools of one worker.</summary>
    public const int OfOneWorker =
        ExchangeDatabase.RoomConnections + ExchangeDatabase.VaultConnections + ExchangeDatabase.LeaseConnections + Scheduling.Connections;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var use = await ConnectionUseQuery.AskAsync(database, cancellationToken);
            if (ConnectionUse.Needed(share.Workers, OfOneWorker) is var needed && needed > use.Most)
            {
                WorkerLog.TooFewConnections(logger, use.Most, share.Workers, OfOneWorker, needed);
            }
        }
        catch (FileExchangeException)
        {
            // Whoever works meets the same failure and reports it.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
