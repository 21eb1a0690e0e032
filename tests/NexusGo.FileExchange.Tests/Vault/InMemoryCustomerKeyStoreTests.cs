using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public sealed class InMemoryCustomerKeyStoreTests : CustomerKeyStoreContract
{
    protected override ICustomerKeyStore Store { get; } = new InMemoryCustomerKeyStore();
}
