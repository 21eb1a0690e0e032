using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Begins the transaction of a file.</summary>
internal sealed class OrderStore(ExchangeDatabase database, NumberSeries numbers) : IOrderStore
{
    public async Task<IFileTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("store.beginning");
        var session = await database.OpenForCustomerAsync(file.Customer, cancellationToken).ConfigureAwait(false);
        var transaction = new FileTransaction(session, file, numbers, new CardKeyCopy(database, file));
        try
        {
            await transaction.CheckTokenAsync(cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("store.begun");
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
