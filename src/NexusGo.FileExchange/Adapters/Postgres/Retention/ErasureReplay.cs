using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Erasures of the journal that the database does not know, done again.</summary>
internal sealed class ErasureReplay(ExchangeDatabase database, CardErasure erasure, CardKeyStore keys, TimeProvider clock) : IErasureReplay
{
    /// <summary>Stands in the evidence where the profile of that day is no longer known.</summary>
    private const string FromJournal = "journal";

    public Task<IReadOnlySet<long>> KnownAsync(CustomerId customer, string journal, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlySet<long>>(customer, async session =>
        {
            const string sql = "select entry_no from retention.erasure where customer_id = $1 and journal = $2";
            return await session.NumbersAsync(sql, [customer.Value, journal], cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    public Task<IReadOnlySet<long>> WithoutKeysAsync(CustomerId customer, string journal, CancellationToken cancellationToken) =>
        keys.DestroyedAsync(customer, journal, cancellationToken);

    public Task DestroyKeysAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken) =>
        keys.DestroyAsync(customer, (journal, entry.Number), entry.Cards, clock.GetUtcNow(), cancellationToken);

    public Task<int> ReplayAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer,
            session => erasure.ReplayAsync(session, customer, new ErasureOrder(entry.Cause ?? ErasureCause.Operator, FromJournal),
            (journal, entry.Number), entry.Cards, entry.At, clock.GetUtcNow(), cancellationToken), cancellationToken);
}
