using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Vault;

/// <summary>The double of <see cref="ICardKeyRotationStore"/>.</summary>
internal sealed class InMemoryCardKeyRotationStore(InMemoryCustomerKeyStore customerKeys) : ICardKeyRotationStore
{
    public Dictionary<Guid, (CustomerId Customer, WrappedCardKey Key)> Keys { get; } = [];

    public Task<long> CountUnderOthersAsync(CustomerId customer, Guid customerKeyId, CancellationToken cancellationToken) =>
        Task.FromResult(UnderOthers(customer, customerKeyId).LongCount());

    public Task<IReadOnlyList<(Guid CardId, WrappedCardKey Key)>> UnderOthersAsync(CustomerId customer, Guid customerKeyId, int most,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(Guid, WrappedCardKey)>>([.. UnderOthers(customer, customerKeyId).Take(most)]);

    public Task ReplaceAsync(CustomerId customer, Guid customerKeyId, IReadOnlyList<(Guid CardId, byte[] Wrapped)> rewrapped,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (cardId, wrapped) in rewrapped.Where(one => Keys.TryGetValue(one.CardId, out var stored)
            && stored.Customer == customer && stored.Key.CustomerKeyId != customerKeyId))
        {
            Keys[cardId] = (customer, new WrappedCardKey(customerKeyId, wrapped));
        }

        return Task.CompletedTask;
    }

    public async Task<bool> DestroyRetiredAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var used = Keys.Values.Select(one => one.Key.CustomerKeyId).ToHashSet();
        customerKeys.DestroyRetired(customer, key => !used.Contains(key));
        var left = await customerKeys.GetAsync(customer, cancellationToken);
        return !left.Any(key => key is { Purpose: KeyPurpose.Cards, RetiredAt: not null });
    }

    private IEnumerable<(Guid CardId, WrappedCardKey Key)> UnderOthers(CustomerId customer, Guid customerKeyId) => Keys
        .Where(one => one.Value.Customer == customer && one.Value.Key.CustomerKeyId != customerKeyId)
        .OrderBy(one => one.Key).Select(one => (one.Key, one.Value.Key));
}
