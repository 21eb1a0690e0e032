using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Begins the transaction of a request file.</summary>
internal sealed class RequestStore(ExchangeDatabase database) : IRequestStore
{
    public async Task<IRequestTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(file.Customer, cancellationToken).ConfigureAwait(false);
        var transaction = new RequestTransaction(session, file);
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
