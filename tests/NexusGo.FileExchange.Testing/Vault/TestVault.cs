using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Vault;

/// <summary>Vaults for tests: a fixed master key that protects nothing, keys in memory.</summary>
public static class TestVault
{
    public static readonly CustomerId Acme = new("ACME");

    public static MasterKey MasterKey(byte fill = 7)
    {
        var key = new byte[32];
        Array.Fill(key, fill);
        return new MasterKey(SecretBytes.CopyOf(key), "a test");
    }

    public static KeyVault Create(ICustomerKeyStore? store = null, byte masterFill = 7) =>
        new(MasterKey(masterFill), store ?? new InMemoryCustomerKeyStore(), TimeProvider.System, NullLogger<KeyVault>.Instance);

    public static Task<CustomerVault> OpenAsync(CustomerId? customer = null) =>
        Create().OpenAsync(customer ?? Acme, CancellationToken.None);
}
