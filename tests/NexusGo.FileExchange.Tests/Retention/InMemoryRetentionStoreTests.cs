using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>The double keeps the contract that PostgreSQL keeps.</summary>
public sealed class InMemoryRetentionStoreTests : RetentionStoreContract
{
    private readonly InMemoryRetentionStore store = new();

    private protected override IRetentionStore Store => store;

    private protected override Task<Guid> AddAsync(CustomerId customer, RetentionFacts facts) =>
        Task.FromResult(store.Add(customer, facts));

    private protected override Task HoldAsync(CustomerId customer, DateTimeOffset until)
    {
        store.Holds.Add(new Hold { HoldId = Guid.CreateVersion7(), Customer = customer.Value, Reason = "inspection", SetAt = Now,
            Until = until });
        return Task.CompletedTask;
    }
}
