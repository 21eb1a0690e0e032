using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

public sealed class PostgresLeaseStoreTests(PostgresFixture postgres) : LeaseStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresInboxStoreTests(PostgresFixture postgres) : InboxStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresOrderStoreTests(PostgresFixture postgres) : OrderStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresReportStoreTests(PostgresFixture postgres) : ReportStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresConsumedStoreTests(PostgresFixture postgres) : ConsumedStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresBatchStoreTests(PostgresFixture postgres) : BatchStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresBackReportStoreTests(PostgresFixture postgres) : BackReportStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresProductionStoreTests(PostgresFixture postgres) : ProductionStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}
