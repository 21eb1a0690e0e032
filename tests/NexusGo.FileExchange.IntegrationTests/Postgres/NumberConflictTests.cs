using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

/// <summary>A promoted standby, or a restored backup, may have forgotten that a block of numbers was given out.</summary>
public sealed class NumberConflictTests
{
    [Fact]
    public async Task A_block_that_was_given_out_before_costs_no_file_an_attempt()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");

        // More cards than a file is tried at once: one number after the other would not get it through.
        await StoreAsync(site, "FIRST", rows: 40);
        await site.ExecuteAsync("update exchange.number_series set last_value = case series when 'order' then 1000000 else 10000000 end");
        await StoreAsync(site, "SECOND", rows: 1);

        Assert.Equal(["FIRST|1", "SECOND|1"], await site.QueryAsync(
            "select replace(replace(name, 'ORD_', ''), '.csv', ''), attempts from exchange.inbound_file order by claimed_at"));
        Assert.Equal(["41|41"], await site.QueryAsync("select count(*), count(distinct card_no) from orders.card"));
    }

    private static async Task StoreAsync(WorkerSite site, string name, int rows)
    {
        await using var worker = site.Start(string.Create(CultureInfo.InvariantCulture, $"w{name}"));
        site.Drop("ACME", $"ORD_{name}.csv",
            "customer_ref;product_code;first_name;last_name;delivery_address_id\r\n"
            + string.Concat(Enumerable.Range(0, rows).Select(row => $"{name}-{row};ID-STD;Åsa;Öberg;HQ\r\n")));
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Contains($"RCP_ORD_{name}.csv"), TimeSpan.FromMinutes(1),
            () => worker.Output);
        worker.Signal(WorkerProcess.Terminate);
        Assert.True(await worker.WaitForExitAsync(TimeSpan.FromMinutes(1)), worker.Output);
    }
}
