using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Vault;

/// <summary>Customer keys in memory, with the same answers as a database with its unique key.</summary>
public sealed class InMemoryCustomerKeyStore : ICustomerKeyStore
{
    private readonly ConcurrentDictionary<(CustomerId, KeyPurpose, int), CustomerKey> keys = new();

    public IReadOnlyCollection<CustomerKey> All => [.. keys.Values];

    public Task<IReadOnlyList<CustomerKey>> GetAsync(CustomerId customer, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CustomerKey>>([.. keys.Values.Where(key => key.Customer == customer)]);

    public Task<bool> InsertAsync(CustomerKey key, CancellationToken cancellationToken) =>
        Task.FromResult(keys.TryAdd((key.Customer, key.Purpose, key.Generation), key));

    /// <summary>Puts a changed copy in a stored key's place, as somebody with write access to the table could.</summary>
    public void Tamper(CustomerKey key) => keys[(key.Customer, key.Purpose, key.Generation)] = key;
}
