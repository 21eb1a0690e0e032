using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.IntegrationTests.Vault;

public sealed class CustomerKeyStoreTests(PostgresFixture postgres) : CustomerKeyStoreContract, IClassFixture<PostgresFixture>
{
    protected override ICustomerKeyStore Store => new CustomerKeyStore(postgres.Database);
}
