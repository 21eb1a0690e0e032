using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>Several real workers on one database: areas spread, and go on with another when one ends.</summary>
public sealed class FleetTests
{
    private const int Customers = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Areas_spread_over_the_workers_and_stay_with_them_and_a_killed_workers_areas_go_on()
    {
        await using var site = await WorkerSite.CreateAsync();
        for (var i = 0; i < Customers; i++)
        {
            site.AddCustomer($"FLEET{i}");
        }

        await using var one = site.Start("one");
        await Until.TrueAsync(async () => await HeldAsync(site, "one") == Customers, Longest, () => one.Output);
        await using var two = site.Start("two");
        await Until.TrueAsync(async () => (await HeldAsync(site, "one"), await HeldAsync(site, "two")) is (Customers / 2, Customers / 2),
            Longest, () => one.Output + two.Output);

        // Whoever has an area keeps it.
        var owners = await site.QueryAsync("select customer_id || token from exchange.area_lease order by 1");
        await DropAsync(site, "A", one, two);
        Assert.Equal(owners, await site.QueryAsync("select customer_id || token from exchange.area_lease order by 1"));

        two.Signal(WorkerProcess.Kill);
        await Until.TrueAsync(async () => await HeldAsync(site, "one") == Customers, Longest, () => one.Output);
        await DropAsync(site, "B", one, two);
    }

    [Fact]
    public async Task A_worker_that_stops_signs_off_and_its_areas_are_free_at_once()
    {
        await using var site = await WorkerSite.CreateAsync(lease: TimeSpan.FromSeconds(30));
        site.AddCustomer("FLEET0");
        await using var one = site.Start("one");
        await Until.TrueAsync(async () => await HeldAsync(site, "one") == 1, Longest, () => one.Output);
        one.Signal(WorkerProcess.Terminate);
        Assert.True(await one.WaitForExitAsync(Longest), one.Output);
        Assert.Equal(0, await HeldAsync(site, "one"));
        Assert.Equal(["0"], await site.QueryAsync("select count(*) from exchange.worker_presence"));
    }

    [Fact]
    public async Task A_worker_with_much_to_do_keeps_to_its_connections()
    {
        await using var site = await WorkerSite.CreateAsync();
        for (var i = 0; i < Customers; i++)
        {
            site.AddCustomer($"FLEET{i}");
            for (var file = 0; file < 12; file++)
            {
                site.Drop($"FLEET{i}", $"ORD_{file}.csv",
                    $"customer_ref;product_code;first_name;last_name;delivery_address_id\r\nR{file};ID-STD;Åsa;Öberg;HQ\r\n");
            }
        }

        await using var worker = site.Start("one");
        var most = 0;
        await Until.TrueAsync(async () =>
        {
            most = Math.Max(most, int.Parse((await site.QueryAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and application_name like 'nexusgo-fx%'"))[0],
                    CultureInfo.InvariantCulture));
            return Enumerable.Range(0, Customers).All(i => site.Delivered($"FLEET{i}", "out/receipts")
                .Count(name => name.StartsWith("RCP_", StringComparison.Ordinal)) == 12);
        }, Longest, () => worker.Output);
        Assert.InRange(most, 4, 24);
        Assert.DoesNotContain("53300", worker.Output, StringComparison.Ordinal);
    }

    private static async Task DropAsync(WorkerSite site, string name, params WorkerProcess[] workers)
    {
        for (var i = 0; i < Customers; i++)
        {
            site.Drop($"FLEET{i}", $"ORD_{name}.csv",
                $"customer_ref;product_code;first_name;last_name;delivery_address_id\r\n{name}1;ID-STD;Åsa;Öberg;HQ\r\n");
        }

        await Until.TrueAsync(() => Task.FromResult(Enumerable.Range(0, Customers)
            .All(i => site.Delivered($"FLEET{i}", "out/receipts").Contains($"RCP_ORD_{name}.csv"))), Longest,
            () => string.Concat(workers.Select(worker => worker.Output)));
    }

    private static async Task<int> HeldAsync(WorkerSite site, string worker) => int.Parse(
        (await site.QueryAsync($"select count(*) from exchange.area_lease where owner like '{worker}/%' and lease_until > now()"))[0],
        CultureInfo.InvariantCulture);
}
