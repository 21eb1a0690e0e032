using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Tests.Customers;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>
/// Contract, section 14: customers whose profile was removed are looked after by their last one until they are offboarded.
/// </summary>
public sealed class C14_RetiredCustomersTests : IDisposable
{
    private readonly ProfileFolder folder = new();
    private readonly string data = Directory.CreateTempSubdirectory("nexusgo-last-").FullName;

    public void Dispose()
    {
        folder.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void C14_a_retired_customer_is_served_disabled_also_after_a_restart_until_it_is_offboarded()
    {
        var file = folder.WriteGood("ACME", """ "Version": "7", """);
        var registry = Registry();
        File.Delete(file);
        registry.Reload();
        AssertRetired(registry);
        AssertRetired(Registry());

        Last().Forget("ACME");
        Assert.Empty(Registry().Served);
        registry.Reload();
        Assert.Empty(registry.Retired);
    }

    [Fact]
    public void C14_a_customer_that_comes_back_is_an_ordinary_one()
    {
        var file = folder.WriteGood("ACME");
        Registry();
        File.Delete(file);
        folder.WriteGood("ACME");
        var registry = Registry();
        Assert.Empty(registry.Retired);
        Assert.False(Assert.Single(registry.Served).IsRetired);
    }

    [Fact]
    public void C14_offboarded_while_its_file_was_still_there_it_is_not_kept_again()
    {
        var file = folder.WriteGood("ACME", """ "Enabled": false, """);
        Registry();
        Last().Forget("ACME");
        Registry();
        File.Delete(file);
        Assert.Empty(Registry().Served);
    }

    private static void AssertRetired(CustomerRegistry registry)
    {
        Assert.Empty(registry.Current);
        var served = Assert.Single(registry.Served);
        Assert.Equal(("ACME", "7", false, true), (served.CustomerId, served.Version, served.Enabled, served.IsRetired));
        Assert.True(registry.TryGet(new CustomerId("ACME"), out var found));
        Assert.True(found.IsRetired);
    }

    private LastProfiles Last() => new(data, folder.Folder);

    private CustomerRegistry Registry()
    {
        var registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance, last: Last());
        registry.Reload();
        return registry;
    }
}
