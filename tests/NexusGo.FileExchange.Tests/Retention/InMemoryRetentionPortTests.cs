using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>The doubles of one exchange, for the suites about the end of cards.</summary>
internal sealed class RetentionDoubles
{
    public RetentionDoubles()
    {
        Stores = ExchangeStores.On(Exchange);
        Retention = RetentionStores.On(Exchange, Clock);
    }

    public InMemoryExchange Exchange { get; } = new();

    public FakeTimeProvider Clock { get; } = new(StoreContract.Now);

    public ExchangeStores Stores { get; }

    public RetentionStores Retention { get; }
}

public sealed class InMemoryRegisterTests : RegisterContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;
}

public sealed class InMemoryEvidenceStoreTests : EvidenceStoreContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;
}

public sealed class InMemoryCertificateStoreTests : CertificateStoreContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;
}

public sealed class InMemoryErasureReplayTests : ErasureReplayContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;
}

public sealed class InMemoryPurgeStoreTests : PurgeStoreContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;

    private protected override Task LeaveKeysAsync(Guid orderId, DateTimeOffset writtenAt)
    {
        doubles.Exchange.PendingOrders.Add((Customer, orderId, writtenAt));
        return Task.CompletedTask;
    }
}

public sealed class InMemoryRemnantsTests : RemnantsContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;

    private protected override Task<IAsyncDisposable> HoldAsync()
    {
        var remnants = (InMemoryRemnants)Retention.Remnants;
        remnants.IsHeld = true;
        return Task.FromResult<IAsyncDisposable>(new Held(remnants));
    }

    private sealed class Held(InMemoryRemnants remnants) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            remnants.IsHeld = false;
            return ValueTask.CompletedTask;
        }
    }
}

public sealed class InMemoryStageStoreTests : StageStoreContract
{
    private readonly RetentionDoubles doubles = new();

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;

    private protected override Task<IReadOnlyList<(CardStatus Status, long Cards, DateTimeOffset Oldest, DateTimeOffset At)>> NotedAsync()
    {
        var noted = doubles.Exchange.OverdueStages[Customer];
        return Task.FromResult<IReadOnlyList<(CardStatus, long, DateTimeOffset, DateTimeOffset)>>(
            [.. noted.Stages.Select(stage => (stage.Status, stage.Cards, stage.Oldest, noted.At))]);
    }
}
