using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Begins the transaction of an event file.</summary>
internal sealed class ProductionStore(ExchangeDatabase database, NumberSeries numbers, KeyVault vaults, CardKeyStore keys,
    TimeProvider clock) : IProductionStore
{
    public async Task<IEventTransaction> BeginEventsAsync(InboundFile file, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        var files = new FileTransaction(session, file, numbers, new CardKeyCopy(database, file));
        try
        {
            await files.CheckTokenAsync(cancellationToken).ConfigureAwait(false);
            return new EventTransaction(session, files, new CardDetailRows(vaults, keys), clock.GetUtcNow());
        }
        catch
        {
            await files.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
