using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What the suites about the end of cards run on, beside the stores of the exchange.</summary>
internal sealed record RetentionStores
{
    public required IRegister Register { get; init; }
    public required IEvidenceStore Evidence { get; init; }
    public required ICertificateStore Certificates { get; init; }
    public required IErasureReplay Replay { get; init; }
    public required IPurgeStore Purges { get; init; }
    public required IRemnants Remnants { get; init; }
    public required IStageStore Stages { get; init; }

    /// <summary>The doubles.</summary>
    public static RetentionStores On(InMemoryExchange exchange, FakeTimeProvider clock) => new()
    {
        Register = new InMemoryRegister(exchange, clock),
        Evidence = new InMemoryEvidenceStore(exchange, clock),
        Certificates = new InMemoryCertificateStore(exchange),
        Replay = new InMemoryErasureReplay(exchange, clock),
        Purges = new InMemoryPurgeStore(exchange),
        Remnants = new InMemoryRemnants(exchange),
        Stages = new InMemoryStageStore(exchange),
    };

    /// <summary>PostgreSQL's.</summary>
    public static RetentionStores On(ExchangeDatabase database, CardErasure erasure, FakeTimeProvider clock)
    {
        var keys = new CardKeyStore(database);
        return new RetentionStores
        {
            Register = new Register(database, keys, erasure, clock),
            Evidence = new EvidenceStore(database, keys, clock),
            Certificates = new CertificateStore(database),
            Replay = new ErasureReplay(database, erasure, keys, clock),
            Purges = new PurgeStore(database, new OrphanedCardKeys(database, NullLogger<OrphanedCardKeys>.Instance)),
            Remnants = new RemnantRemoval(database, NullLogger<RemnantRemoval>.Instance),
            Stages = new StageStore(database),
        };
    }
}
