using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Vault;

/// <summary>Customer keys in memory, with the same answers as a database with its unique key.</summary>
public sealed class InMemoryCustomerKeyStore : ICustomerKeyStore
{
    private readonly List<CustomerKey> keys = [];
    private readonly Lock gate = new();

    public IReadOnlyCollection<CustomerKey> All
    {
        get
        {
            lock (gate)
            {
                return [.. keys];
            }
        }
    }

    public Task<IReadOnlyList<CustomerKey>> GetAsync(CustomerId customer, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CustomerKey>>([.. All.Where(key => key.Customer == customer)]);

    public Task<bool> InsertAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var isFree = !keys.Any(other => other.Customer == key.Customer && other.Purpose == key.Purpose && other.RetiredAt is null);
            if (isFree)
            {
                keys.Add(key);
            }

            return Task.FromResult(isFree);
        }
    }

    public Task ReplaceWrappingAsync(CustomerKey stored, CustomerKey rewrapped, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var place = keys.FindIndex(key => key.KeyId == stored.KeyId && key.MasterKeyCheck == stored.MasterKeyCheck);
            if (place >= 0)
            {
                keys[place] = rewrapped;
            }
        }

        return Task.CompletedTask;
    }

    public Task ReplaceLiveAsync(CustomerKey fresh, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var place = keys.FindIndex(key => key.Customer == fresh.Customer && key.Purpose == fresh.Purpose && key.RetiredAt is null);
            if (place >= 0)
            {
                keys[place] = keys[place] with { RetiredAt = now };
            }

            keys.Add(fresh);
        }

        return Task.CompletedTask;
    }

    public Task<int> DestroyAsync(CustomerId customer, KeyPurpose purpose, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(keys.RemoveAll(key => key.Customer == customer && key.Purpose == purpose));
        }
    }

    public Task<IReadOnlyList<(string MasterKeyCheck, CustomerId Customer)>> WrappedByAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string, CustomerId)>>([.. All.Select(key => (key.MasterKeyCheck, key.Customer)).Distinct()]);

    /// <summary>Removes those of the customer's retired card keys that are not needed any more.</summary>
    internal void DestroyRetired(CustomerId customer, Func<Guid, bool> isUnused)
    {
        lock (gate)
        {
            keys.RemoveAll(key => key.Customer == customer && key is { Purpose: KeyPurpose.Cards, RetiredAt: not null }
                && isUnused(key.KeyId));
        }
    }

    /// <summary>Puts a changed copy in a stored key's place, as somebody with write access to the table could.</summary>
    public void Replace(CustomerKey stored, CustomerKey changed)
    {
        lock (gate)
        {
            keys[keys.IndexOf(stored)] = changed;
        }
    }
}
