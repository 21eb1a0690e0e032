using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Begins the transaction of a request file.</summary>
internal sealed class RequestStore(ExchangeDatabase database, CardKeyStore keys, CardErasure erasure, TimeProvider clock) : IRequestStore
{
    public async Task<IRequestTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(file.Customer, cancellationToken).ConfigureAwait(false);
        var transaction = new RequestTransaction(session, file, keys, erasure, new Uuid7Sequence(clock), clock.GetUtcNow());
        try
        {
            await transaction.BeginAsync(cancellationToken).ConfigureAwait(false);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
