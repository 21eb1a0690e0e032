using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

/// <summary>The double keeps the contract that PostgreSQL keeps.</summary>
public sealed class InMemoryCardKeyRotationTests : CardKeyRotationContract
{
    private readonly InMemoryCustomerKeyStore customerKeys = new();
    private readonly InMemoryCardKeyRotationStore store;

    public InMemoryCardKeyRotationTests() => store = new InMemoryCardKeyRotationStore(customerKeys);

    private protected override ICustomerKeyStore CustomerKeys => customerKeys;

    private protected override ICardKeyRotationStore Store => store;

    private protected override Task AddAsync(CustomerId of, Guid cardId, WrappedCardKey key)
    {
        store.Keys.Add(cardId, (of, key));
        return Task.CompletedTask;
    }

    private protected override Task RemoveAsync(Guid cardId)
    {
        store.Keys.Remove(cardId);
        return Task.CompletedTask;
    }

    private protected override Task<WrappedCardKey?> FindAsync(Guid cardId) =>
        Task.FromResult(store.Keys.TryGetValue(cardId, out var found) ? found.Key : null);
}
