using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Customers;

/// <summary>A slip in a customer's file, or in the folder of them all, costs nobody its service: neither now nor after a restart.</summary>
public sealed class LastGoodProfileTests : IDisposable
{
    private readonly ProfileFolder folder = new();
    private readonly string data = Directory.CreateTempSubdirectory("nexusgo-last-").FullName;

    public void Dispose()
    {
        folder.Dispose();
        Directory.Delete(data, recursive: true);
    }

    public static TheoryData<string> Broken => new("{", "", """{ "CustomerId": "ACME", "Nme": "x" }""",
        ProfileFolder.Good("ACME", """ "Enabled": "perhaps", """));

    [Theory]
    [MemberData(nameof(Broken))]
    public void Nasty93_A_broken_file_leaves_the_last_good_version_in_use_also_after_a_restart(string content)
    {
        folder.WriteGood("ACME", """ "Version": "7", """);
        folder.WriteGood("BOLT");
        Start();
        folder.Write("ACME", content);
        for (var restart = 0; restart < 2; restart++)
        {
            var registry = Start();
            Assert.Equal(["ACME 7 True", "BOLT 1 True"], registry.Served.Select(one => $"{one.CustomerId} {one.Version} {one.Enabled}"));
            Assert.All(registry.Problems, problem => Assert.Contains("ACME", problem.File, StringComparison.Ordinal));
            Assert.NotEmpty(registry.Problems);
        }
    }

    [Fact]
    public void A_newcomer_that_is_broken_stays_out_and_takes_nobody_with_it()
    {
        folder.WriteGood("ACME");
        folder.Write("BOLT", "{");
        Assert.Equal(["ACME"], Start().Served.Select(one => one.CustomerId));
    }

    [Fact]
    public void Two_files_that_clash_after_a_restart_go_back_to_what_was_in_use()
    {
        folder.WriteGood("ACME");
        folder.WriteGood("BOLT");
        Start();
        folder.WriteGood("BOLT", area: "ACME");
        var registry = Start();
        Assert.Equal([folder.AreaOf("ACME"), folder.AreaOf("BOLT")], registry.Current.Select(one => one.Remote.LocalRoot));
        Assert.NotEmpty(registry.Problems);
    }

    [Fact]
    public void All_customers_removed_at_once_are_a_mistake_unless_it_is_said()
    {
        string[] files = [folder.WriteGood("ACME"), folder.WriteGood("BOLT"), folder.WriteGood("CITY")];
        var running = Start();

        // One that goes alone goes.
        File.Delete(files[2]);
        running.Reload();
        Assert.Equal(["ACME", "BOLT"], running.Current.Select(one => one.CustomerId));

        Array.ForEach(files[..2], File.Delete);
        running.Reload();
        foreach (var registry in new[] { running, Start() })
        {
            Assert.Equal(["ACME", "BOLT"], registry.Current.Where(one => one.Enabled).Select(one => one.CustomerId));
            Assert.Contains(CustomerRegistry.AllRemovedName, Assert.Single(registry.Problems).ToString(), StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(folder.Folder, CustomerRegistry.AllRemovedName), "");
        running.Reload();
        foreach (var registry in new[] { running, Start() })
        {
            Assert.Empty(registry.Current);
            Assert.Equal(["ACME", "BOLT", "CITY"], registry.Served.Select(one => one.CustomerId).Order());
            Assert.Empty(registry.Problems);
        }
    }

    private CustomerRegistry Start()
    {
        var registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance,
            last: new LastProfiles(data, folder.Folder));
        registry.Reload();
        return registry;
    }
}
