using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using Xunit;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>Tests about cards: each has a database, a customer and a production partner of its own.</summary>
public abstract class CardTests : IAsyncLifetime
{
    protected PostgresFixture Postgres { get; } = new();

    protected ExchangeRig Rig { get; private set; } = null!;

    protected PartnerRig Partner { get; private set; } = null!;

    protected CardMaker Cards { get; private set; } = null!;

    /// <summary>Overridden to have more ready before each test.</summary>
    public virtual async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        Rig = CreateRig(Postgres.ConnectionString);
        Partner = CreatePartner(Rig);
        Cards = new CardMaker(Rig, Partner);
    }

    public virtual async Task DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    /// <summary>The customer's worker.</summary>
    protected abstract ExchangeRig CreateRig(string connectionString);

    protected virtual PartnerRig CreatePartner(ExchangeRig rig) => new(rig);
}
