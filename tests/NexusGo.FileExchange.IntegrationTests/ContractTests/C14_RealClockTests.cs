using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, sections 12 and 14, by a real worker whose system clock is moved on: restarted after 7, 13 and 25 months.</summary>
public sealed class C14_RealClockTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly string[] Statuses =
        ["ACCEPTED", "ORDERED", "IN_PRODUCTION", "FAILED", "PRODUCED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED"];

    [Fact]
    public async Task C14_after_25_months_every_card_has_ended_and_no_personal_data_is_left()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("CYEAR", retention: Night("12M"));
        site.AddCustomer("CATONCE", retention: Night("IMMEDIATE"));
        await using (var worker = site.Start("clock"))
        {
            foreach (var customer in new[] { "CYEAR", "CATONCE" })
            {
                site.Drop(customer, "ORD_1.csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\n"
                    + string.Concat(Statuses.Select(status => $"{status.Replace('_', '-')};ID-STD;Åsa;Öberg;HQ\r\n")));
            }

            await Until.TrueAsync(async () => await CountAsync(site, "true") == 2 * Statuses.Length, Longest, () => worker.Output);
            await Until.TrueAsync(() => Task.FromResult(site.Delivered("CYEAR", "out/receipts").Count
                + site.Delivered("CATONCE", "out/receipts").Count == 4), Longest, () => worker.Output);
            await StopAsync(worker);
        }

        // Each card is left alone in a stage of its own.
        await site.ExecuteAsync($"""
            update orders.card c set status = s.status, status_at = now(), card_state = case when s.made then 'ACTIVE' else 'NONE' end,
                card_state_at = case when s.made then now() end, produced_at = case when s.made then now() end,
                shipped_at = case when s.made and s.status <> 'PRODUCED' then now() end, delivered_at = case when s.status = 'DELIVERED'
                    then now() end
            from (select n, status, n > 4 as made from unnest(array['{string.Join("','", Statuses)}']) with ordinality as x (status, n)) s
            where c.row_no = s.n
            """);
        await RunUntilAsync(site, months: 7,
            "customer_id = 'CATONCE' and (erased_at is null or status in ('ACCEPTED', 'ORDERED', 'IN_PRODUCTION', 'FAILED'))");
        Assert.NotEqual(0, await CountAsync(site, "customer_id = 'CYEAR' and erased_at is null"));
        await RunUntilAsync(site, months: 13,
            "erased_at is null or status in ('ON_HOLD', 'ACCEPTED', 'ORDERED', 'IN_PRODUCTION', 'FAILED')");
        await RunUntilAsync(site, months: 25, """
            card_no is not null or sealed is not null or ref_index is not null or person_index is not null or replaces_card_no is not null
                or exists (select from vault.card_key) or exists (select from orders.kept_reference)
                or exists (select from exchange.inbound_file where name like 'ORD_%')
                    or exists (select from orders.card_order where erased_at is null)
            """);
        Assert.Equal(2 * Statuses.Length, await CountAsync(site, "erased_at is not null"));
    }

    private static RetentionSettings Night(string keep) => new() { Keep = keep, Cron = "0/1 * * * * ?" };

    /// <summary>A worker whose clock is so far ahead works until no card is like that any more.</summary>
    private static async Task RunUntilAsync(WorkerSite site, int months, string none)
    {
        await using var worker = site.Start("clock", ahead: TimeSpan.FromDays(months * 31));
        await Until.TrueAsync(async () => await CountAsync(site, none) == 0, Longest, () => worker.Output);
        await StopAsync(worker);
    }

    private static async Task StopAsync(WorkerProcess worker)
    {
        worker.Signal(WorkerProcess.Terminate);
        Assert.True(await worker.WaitForExitAsync(Longest), worker.Output);
    }

    private static Task<long> CountAsync(WorkerSite site, string cards) =>
        ScalarAsync(site, $"select count(*) from orders.card where {cards}");

    private static async Task<long> ScalarAsync(WorkerSite site, string sql) =>
        long.Parse((await site.QueryAsync(sql))[0], CultureInfo.InvariantCulture);
}
