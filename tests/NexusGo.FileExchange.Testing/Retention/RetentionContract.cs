using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What the suites about the end of cards have in common: cards of a customer of the test's own, and a clock.</summary>
public abstract class RetentionContract : CardStoreContract
{
    /// <summary>Stands at <see cref="StoreContract.Now"/> until a test moves it.</summary>
    internal abstract FakeTimeProvider Clock { get; }

    internal abstract RetentionStores Retention { get; }

    /// <summary>Orders one card; its id and number.</summary>
    internal async Task<(Guid CardId, long CardNo)> AddAsync(string row)
    {
        var number = await OrderAsync(row);
        return (Assert.Single(await Retention.Register.CardsAsync(Customer, number, null, default)).CardId, number);
    }

    internal Task<int> EraseAsync(params Guid[] cards) =>
        Retention.Register.EraseAsync(Customer, new ErasureOrder(ErasureCause.Operator, "7"), cards, default);
}
