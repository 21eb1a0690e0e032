using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// The customers' keys of audit logs: made on the first use, wrapped by the master key in the vault, never replaced and never destroyed,
/// because a log could not be verified without its key. The database holds them only wrapped, so whoever has nothing but the database
/// cannot write an entry that verifies.
/// </summary>
internal sealed class AuditKeys(MasterKey master, ICustomerKeyStore store, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<CustomerId, SecretBytes> open = new();

    /// <summary>The customer's key; the second call costs a dictionary look-up. Owned by this object: do not dispose it.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">The vault's database is away.</exception>
    /// <exception cref="SealBrokenException">Another master key wrapped it, or it was changed.</exception>
    public async ValueTask<SecretBytes> GetAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        if (open.TryGetValue(customer, out var known))
        {
            return known;
        }

        var stored = await FindAsync(customer, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            // Whoever loses a race against another worker takes the winner's key.
            await store.InsertAsync(CustomerKey.Create(master, customer, KeyPurpose.Audit, clock.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
            stored = await FindAsync(customer, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The vault keeps no key of the audit log of {customer}.");
        }

        var fresh = stored.Unwrap(master);
        var kept = open.GetOrAdd(customer, fresh);
        if (!ReferenceEquals(kept, fresh))
        {
            fresh.Dispose();
        }

        return kept;
    }

    public void Dispose()
    {
        foreach (var key in open.Values)
        {
            key.Dispose();
        }
    }

    private async Task<CustomerKey?> FindAsync(CustomerId customer, CancellationToken cancellationToken) =>
        (await store.GetAsync(customer, cancellationToken).ConfigureAwait(false))
            .SingleOrDefault(key => key is { Purpose: KeyPurpose.Audit, RetiredAt: null });
}
