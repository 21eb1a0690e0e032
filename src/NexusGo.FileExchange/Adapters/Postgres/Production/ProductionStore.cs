using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Begins the transaction of an event file.</summary>
internal sealed class ProductionStore(ExchangeDatabase database, NumberSeries numbers, TimeProvider clock) : IProductionStore
{
    public async Task<IEventTransaction> BeginEventsAsync(InboundFile file, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        var files = new FileTransaction(session, file, numbers, new CardKeyCopy(database, file));
        try
        {
            await files.CheckTokenAsync(cancellationToken).ConfigureAwait(false);
            return new EventTransaction(session, files, clock.GetUtcNow());
        }
        catch
        {
            await files.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
