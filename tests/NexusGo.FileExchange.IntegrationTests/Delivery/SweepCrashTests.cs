using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;
using Xunit.Abstractions;

namespace NexusGo.FileExchange.IntegrationTests.Delivery;

/// <summary>
/// A real worker is killed at every crash point of the sweep, one after the other on the same customer; the next one has to finish what was
/// left. At the end every consumed file is gone and recorded once, and everything else is untouched.
/// </summary>
[Trait("Category", "Long")]
public sealed class SweepCrashTests(ITestOutputHelper output)
{
    private const string Customer = "ACME";
    private const string Order = "customer_ref;product_code;delivery_address_id\r\n";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly string[] Fates = ["DONE", "MOVED", "AGED", "TAKEN", "CHANGED", "WARNED", "REQUESTED"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_worker_killed_at_any_point_of_a_sweep_deletes_what_is_consumed_once_and_nothing_else(int chain)
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer(Customer,
            consumed: new ConsumedSettings { SweepInterval = TimeSpan.FromMilliseconds(200), MissingFor = TimeSpan.FromSeconds(1) });
        var sets = new List<int>();
        var survivors = new List<string>();
        foreach (var point in CrashPoint.Sweep.Where((_, i) => i / 2 % 2 == chain))
        {
            var began = TimeProvider.System.GetTimestamp();
            var set = sets.Count + 1;
            await DeliverAsync(site, set);
            await ConsumeAsync(site, set);
            sets.Add(set);
            var refuses = point.StartsWith("removal-failure", StringComparison.Ordinal);
            if (refuses)
            {
                await PutAwayAsync(site, set);
            }

            await using var worker = site.Start("worker", point);
            if (!await worker.WaitForExitAsync(Longest) || worker.ExitCode != WorkerProcess.KilledExitCode)
            {
                survivors.Add($"{point}: {(worker.HasExited ? $"ended with {worker.ExitCode}" : "never reached")}\n{worker.Output}");
            }

            await worker.DisposeAsync();
            if (refuses)
            {
                await BringBackAsync(site);
            }

            await site.LapseLeasesAsync();
            output.WriteLine($"{point}: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        Assert.Empty(survivors);
        await using (var last = site.Start("worker"))
        {
            // Kept: of each set the changed file and the one that is only warned of. A back-report may fall due meanwhile.
            await Until.TrueAsync(async () => (await site.QueryAsync("""
                select count(*) || ' ' || count(*) filter (where changed_at is null)
                from exchange.pending_report where deleted_at is null and kind <> 'BRP'
                """))[0] == $"{2 * sets.Count} {sets.Count}",
                Longest, () => string.Join('\n', site.Names(Customer, "out/receipts")) + last.Output);
            last.Signal(WorkerProcess.Terminate);
            Assert.True(await last.WaitForExitAsync(Longest));
        }

        string[] Of(Func<int, IEnumerable<string>> names) => [.. sets.SelectMany(names).Order(StringComparer.Ordinal)];
        Assert.Equal(Of(set => [Name(set, "CHANGED"), Name(set, "WARNED"), $"RCP_{set}_foreign.csv"]),
            site.Names(Customer, "out/receipts"));
        Assert.Equal(Of(set => [$"RCP_{set}_foreign.csv"]), site.Names(Customer, "out/consumed"));
        Assert.Equal(Of(set => [$"AGED {set} MAX_AGE", $"CHANGED {set} MAX_AGE", $"DONE {set} DONE_FILE", $"MOVED {set} MOVED",
            $"REQUESTED {set} REQUEST", $"TAKEN {set} DELETED", $"WARNED {set} "]),
            (await site.QueryAsync("select split_part(name, '_', 4) || ' ' || split_part(name, '_', 3) || ' ' || "
            + "coalesce(consumed_signal, '') from exchange.pending_report where kind = 'RCP'"))
            .Select(row => row.Replace(".csv", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("0",
            (await site.QueryAsync(
            "select count(*) from exchange.pending_report where delivered_at < now() - interval '31 days' and purged_at is null"))[0]);
        Assert.Equal("0",
            (await site.QueryAsync("select count(*) from exchange.sealed_block b join exchange.pending_report r on r.report_id = "
            + "b.owner_id where purged_at is not null"))[0]);
    }

    private static string Name(int set, string fate) => $"RCP_ORD_{set}_{fate}.csv";

    /// <summary>One order for each fate; its row results are aged away so that the receipt alone has a fate.</summary>
    private static async Task DeliverAsync(WorkerSite site, int set)
    {
        foreach (var fate in Fates)
        {
            site.Drop(Customer, $"ORD_{set}_{fate}.csv", $"{Order}{fate}-{set};VISITOR;HQ\r\n");
        }

        await using var worker = site.Start("worker");
        await Until.TrueAsync(async () =>
            (await site.QueryAsync($"select count(*) from exchange.pending_report where kind = 'RCP' and delivered_at is not null and "
            + $"name like 'RCP_ORD_{set}_%'"))[0] == $"{Fates.Length}"
            && (await site.QueryAsync("select count(*) from exchange.inbound_file where state <> 'CLOSED'"))[0] == "0", Longest,
                () => worker.Output);
        worker.Signal(WorkerProcess.Terminate);
        Assert.True(await worker.WaitForExitAsync(Longest));
    }

    private static async Task ConsumeAsync(WorkerSite site, int set)
    {
        var receipts = Path.Combine(site.Area(Customer), "out/receipts");
        site.Drop(Customer, Name(set, "DONE") + ".done", "", "out/receipts");
        File.Move(Path.Combine(receipts, Name(set, "MOVED")), Path.Combine(site.Area(Customer), "out/consumed", Name(set, "MOVED")));
        File.Delete(Path.Combine(receipts, Name(set, "TAKEN")));
        var changed = await File.ReadAllBytesAsync(Path.Combine(receipts, Name(set, "CHANGED")));
        await File.WriteAllBytesAsync(Path.Combine(receipts, Name(set, "CHANGED")), [.. changed[..^3], .. Encoding.ASCII.GetBytes("???")]);
        site.Drop(Customer, $"RCP_{set}_foreign.csv", "the customer's own", "out/receipts");
        site.Drop(Customer, $"RCP_{set}_foreign.csv", "the customer's own", "out/consumed");
        await site.ExecuteAsync($"""
            update exchange.pending_report set delivered_at = now() - interval '40 days' where name like 'RES_ORD_{set}_%'
                or name in ('{Name(set, "AGED")}', '{Name(set, "CHANGED")}');
            update exchange.pending_report set delivered_at = now() - interval '25 days' where name = '{Name(set, "WARNED")}';
            update exchange.pending_report set consumed_at = now(), consumed_signal = 'REQUEST' where name = '{Name(set, "REQUESTED")}';
            """);
    }

    /// <summary>
    /// Root may remove anything but what the kernel itself keeps: the ledger is made to say that a report was delivered as /proc/version,
    /// which reads as an empty file that nobody can remove.
    /// </summary>
    private static async Task PutAwayAsync(WorkerSite site, int set)
    {
        var link = Path.Combine(site.Area(Customer), "out/kernel");
        File.Delete(link);
        File.CreateSymbolicLink(link, "/proc");
        await site.ExecuteAsync("create table public.away as select report_id, folder, name, size_bytes, sha256 from "
            + "exchange.pending_report where name = '" + Name(set, "AGED") + "'");
        await site.ExecuteAsync($"update exchange.pending_report set folder = '/out/kernel/', name = 'version', size_bytes = 0, sha256 = "
            + $"sha256('') where name = '{Name(set, "AGED")}'");
    }

    private static async Task BringBackAsync(WorkerSite site)
    {
        await site.ExecuteAsync("""
            update exchange.pending_report r set folder = a.folder, name = a.name, size_bytes = a.size_bytes, sha256 = a.sha256
                from public.away a where a.report_id = r.report_id;
            drop table public.away
            """);
        File.Delete(Path.Combine(site.Area(Customer), "out/kernel"));
    }
}
