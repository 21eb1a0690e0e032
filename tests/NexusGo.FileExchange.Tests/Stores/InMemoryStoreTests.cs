using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Stores;

public sealed class InMemoryLeaseStoreTests : LeaseStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryInboxStoreTests : InboxStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryOrderStoreTests : OrderStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryReportStoreTests : ReportStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryConsumedStoreTests : ConsumedStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryRequestStoreTests : RequestStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryPhotoStoreTests : PhotoStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryHoldStoreTests : HoldStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryHistoryStoreTests : HistoryStoreContract
{
    private readonly InMemoryExchange exchange = new();

    public InMemoryHistoryStoreTests() => Stores = ExchangeStores.On(exchange);

    internal override ExchangeStores Stores { get; }

    private protected override Task<IReadOnlyList<string>> ReadingsAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. exchange.HistoryReadings.Where(one => one.Customer == Customer).Select(one => $"cards={one.Cards};by={one.Operator}")]);
}

public sealed class InMemoryBatchStoreTests : BatchStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryBackReportStoreTests : BackReportStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}

public sealed class InMemoryProductionStoreTests : ProductionStoreContract
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.InMemory();
}
