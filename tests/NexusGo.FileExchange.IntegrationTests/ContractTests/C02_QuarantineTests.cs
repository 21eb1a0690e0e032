using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 2: files whose name matches nothing.</summary>
public sealed class C02_QuarantineTests : CardTests
{
    private const string Content = "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;ID-STD;Åsa;Öberg;HQ\r\n";

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CQUARANTINE",
        profile => profile with { Intake = profile.Intake with { UnmatchedAfter = TimeSpan.Zero },
        Budgets = new BudgetSettings { QuarantineFiles = 2 } });

    [Fact]
    public async Task C02_beyond_the_quota_a_file_is_answered_and_not_kept()
    {
        foreach (var number in Enumerable.Range(1, 3))
        {
            Rig.Drop($"mystery{number}.txt", $"{number} {Content}");
            await Rig.PollAsync(3);
            Assert.Equal("F-NAM-01", Rig.Receipt($"mystery{number}.txt")["error_code"]);
        }

        Assert.Equal(2, (await Store.ListAsync(Rig.Profile.Id, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task C02_operators_show_release_and_discard()
    {
        Rig.Drop("kort1.csv", Content);
        Rig.Drop("kort2.csv", "x" + Content);
        await Rig.PollAsync(3);
        var files = (await Store.ListAsync(Rig.Profile.Id, CancellationToken.None)).OrderBy(file => file.Name).ToList();
        Assert.Equal(["kort1.csv", "kort2.csv"], files.Select(file => file.Name));
        await using (var shown = (await Store.OpenAsync(Rig.Profile.Id, files[0].FileId, CancellationToken.None))!)
        {
            Assert.Equal(Content, await new StreamReader(shown).ReadToEndAsync());
        }

        Assert.True(await Store.DiscardAsync(Rig.Profile.Id, files[1].FileId, "tester", CancellationToken.None));
        Rig.Profile =
            Rig.Profile with { Intake = Rig.Profile.Intake with { Names = new Dictionary<string, string> { ["kort*.csv"] = "ORD" } } };
        await using var remote = await Rig.Services.GetRequiredService<IRemoteFolderFactory>()
            .ConnectAsync(RemoteSessions.EndpointOf(Rig.Profile), CancellationToken.None);
        Assert.True(await Store.ReleaseAsync(Rig.Profile, remote, files[0].FileId, "new pattern", "tester", CancellationToken.None));
        Assert.Empty(await Store.ListAsync(Rig.Profile.Id, CancellationToken.None));
        await Rig.PollAsync(3);
        Assert.Equal("ACCEPTED", Rig.Receipt("kort1-2")["file_status"]);
        Assert.Equal(2,
            await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from audit.entry where action like 'QUARANTINE_%' and detail like 'by=tester%'"));
    }

    private QuarantineStore Store => Rig.Services.GetRequiredService<QuarantineStore>();
}
