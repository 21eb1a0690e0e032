using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Customers;

public sealed class CustomerRegistryTests : IDisposable
{
    private readonly ProfileFolder folder = new();
    private readonly CustomerRegistry registry;

    public CustomerRegistryTests() =>
        registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_file_brings_a_customer_and_an_unchanged_folder_changes_nothing()
    {
        folder.WriteGood("ACME");
        Assert.True(registry.Reload());
        Assert.True(registry.TryGet(new CustomerId("ACME"), out var profile));
        Assert.False(registry.Reload());
        Assert.Same(profile, Assert.Single(registry.Current));
    }

    [Fact]
    public void Nasty67_a_bad_edit_keeps_the_last_good_profile_and_says_what_is_wrong()
    {
        folder.WriteGood("ACME", """ "Version": "1", """);
        folder.WriteGood("BETA", """ "Version": "1", """);
        registry.Reload();

        folder.WriteGood("ACME", """ "Version": "2", "Enabled": "maybe", """);
        folder.WriteGood("BETA", """ "Version": "2", """);
        Assert.True(registry.Reload());

        Assert.Equal("1", VersionOf("ACME"));
        Assert.Equal("2", VersionOf("BETA"));
        Assert.Equal("Enabled", Assert.Single(registry.Problems).Setting);

        folder.WriteGood("ACME", """ "Version": "3", """);
        Assert.True(registry.Reload());
        Assert.Equal("3", VersionOf("ACME"));
        Assert.Empty(registry.Problems);
    }

    [Fact]
    public void Nasty93_a_restart_on_a_bad_file_goes_on_with_the_last_good_one_and_with_everybody_else()
    {
        var copies = Directory.CreateTempSubdirectory("nexusgo-last-").FullName;
        try
        {
            folder.WriteGood("ACME", """ "Version": "1", """);
            folder.WriteGood("BETA", """ "Version": "1", """);
            CustomerRegistry Started()
            {
                var started = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance, null,
                    new LastProfiles(copies, folder.Folder));
                started.Reload();
                return started;
            }

            var before = Started();
            folder.WriteGood("ACME", """ "Version": "2", "Enabled": "maybe", """);

            // The bad file is not kept as the last good one, by whoever read it while it ran.
            before.Reload();
            var after = Started();

            Assert.Equal(["ACME 1 True", "BETA 1 True"], after.Current.Select(one => $"{one.CustomerId} {one.Version} {one.Enabled}"));
            Assert.Equal("Enabled", Assert.Single(after.Problems).Setting);
            Assert.Empty(after.Retired);
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }

    [Fact]
    public void Nasty66_a_removed_file_retires_its_customer_until_it_comes_back()
    {
        var file = folder.WriteGood("ACME");
        registry.Reload();

        File.Delete(file);
        Assert.True(registry.Reload());
        Assert.Empty(registry.Current);
        Assert.Equal("ACME", Assert.Single(registry.Retired).LastProfile.CustomerId);
        Assert.False(registry.Reload());

        folder.WriteGood("ACME");
        registry.Reload();
        Assert.Empty(registry.Retired);
        Assert.Single(registry.Current);
    }

    [Fact]
    public void Nasty68_an_edit_that_takes_another_customers_folder_is_not_used_and_the_other_goes_on()
    {
        folder.WriteGood("ACME");
        folder.WriteGood("BETA");
        registry.Reload();

        folder.WriteGood("ACME", """ "Version": "2", """, area: "BETA");
        registry.Reload();

        Assert.Equal("1", VersionOf("ACME"));
        Assert.Equal("1", VersionOf("BETA"));
        Assert.NotEmpty(registry.Problems);

        folder.WriteGood("NEW", area: "BETA");
        registry.Reload();
        Assert.False(registry.TryGet(new CustomerId("NEW"), out _));
        Assert.Equal(2, registry.Current.Count);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_leaves_everybody_as_they_are()
    {
        folder.WriteGood("ACME");
        registry.Reload();
        var elsewhere = folder.Folder + "-moved";
        Directory.Move(folder.Folder, elsewhere);
        try
        {
            registry.Reload();
            Assert.Single(registry.Current);
            Assert.Single(registry.Problems);
        }
        finally
        {
            Directory.Move(elsewhere, folder.Folder);
        }
    }

    [Fact]
    public async Task An_edit_is_noticed_without_being_asked()
    {
        folder.WriteGood("ACME", """ "Version": "1", """);
        registry.Reload();
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        registry.Changed += () => changed.TrySetResult();
        await using var watch = new CustomerFolderWatch(registry, TimeProvider.System, NullLogger<CustomerFolderWatch>.Instance,
            TimeSpan.FromMinutes(5));

        folder.WriteGood("ACME", """ "Version": "2", """);

        await changed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("2", VersionOf("ACME"));
    }

    private string VersionOf(string id) => registry.TryGet(new CustomerId(id), out var profile) ? profile.Version : "none";
}
