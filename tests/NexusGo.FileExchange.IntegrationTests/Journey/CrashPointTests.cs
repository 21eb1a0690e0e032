using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;
using Xunit.Abstractions;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// A real worker is killed at every crash point of the inbox's journey. The points follow each other in chains on one database and one
/// customer: files are dropped, a worker armed with the next point is started and dies, and so on; it also has to finish what the ones
/// before it left. At the end of a chain a worker runs unharmed, and then nothing may be missing, doubled or left over.
/// </summary>
[Trait("Category", "Long")]
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nasty15_16_17_a_worker_killed_at_any_point_loses_and_doubles_nothing(int chain)
    {
        // The first use of a customer is over soon: its two points stand at the head of two chains.
        var points = CrashPoint.Inbox.Where((name, i) => i % 4 == chain && !name.StartsWith("customer-key", StringComparison.Ordinal))
            .ToList();
        if (chain < 2)
        {
            points.Insert(0, chain == 0 ? "customer-key.inserting" : "customer-key.inserted");
        }

        await RunChainAsync(points, (site, customer) => site.AddCustomer(customer));
    }

    [Fact]
    public async Task Nasty15_16_17_the_same_holds_over_ssh()
    {
        await using var sshd = await SshdFixture.StartAsync();
        var endpoint = sshd.Endpoint();
        await RunChainAsync(["publish.created", "publish.synced", "publish.renaming", "publish.renamed", "remove.sending",
            "remove.answered"], (site, customer) =>
            {
                var area = site.Area(customer);
                site.AddCustomer(customer,
                    new RemoteSettings
                    {
                        Engine = "OpenSsh", Host = endpoint.Host, Port = endpoint.Port, User = endpoint.User, HostKeys = endpoint.HostKeys,
                        PrivateKeyFile = endpoint.PrivateKeyFile,
                    },
                    new FolderSettings
                    {
                        In = area + "/in/", Test = area + "/in/test/", Receipts = area + "/out/receipts/", Errors = area + "/out/errors/",
                        Reports = area + "/out/reports/", Consumed = area + "/out/consumed/",
                    });
            });
    }

    private async Task RunChainAsync(IReadOnlyList<string> points, Action<WorkerSite, string> addCustomer)
    {
        const string Customer = "ACME";
        await using var site = await WorkerSite.CreateAsync();
        addCustomer(site, Customer);
        var sets = new List<DroppedSet>();
        var survivors = new List<string>();
        foreach (var point in points)
        {
            var began = TimeProvider.System.GetTimestamp();
            var set = new DroppedSet(site, Customer, sets.Count + 1) { WithBig = point.StartsWith("spool", StringComparison.Ordinal) };
            sets.Add(set);
            set.Drop();
            await using var obstacle = await Obstacle.PrepareAsync(point, site, Customer, set);
            await using var worker = site.Start("worker", point);
            await obstacle.WhileRunningAsync(worker, sets);
            if (!await worker.WaitForExitAsync(Longest))
            {
                survivors.Add($"{point}: never reached\n{worker.Output}");
            }
            else if (worker.ExitCode != WorkerProcess.KilledExitCode)
            {
                survivors.Add($"{point}: ended with {worker.ExitCode}\n{worker.Output}");
            }

            await worker.DisposeAsync(); // Should it live, it must not go on beside the next.
            await site.LapseLeasesAsync();
            output.WriteLine($"{point}: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        Assert.Empty(survivors);
        await using (var last = site.Start("worker"))
        {
            await Until.TrueAsync(async () => last.Output.Contains("[7001]", StringComparison.Ordinal) && sets.All(s => s.IsAnswered)
                && (await site.QueryAsync("""
                    select (select count(*) from exchange.inbound_file where state <> 'CLOSED') + (select count(*)
                        from exchange.pending_report where delivered_at is null)
                    """))[0] == "0",
                Longest, () => string.Join('\n', sets.SelectMany(s => s.FileNames.Where(_ => !s.IsAnswered))) + "\n" + last.Output);
            last.Signal(WorkerProcess.Terminate);
            Assert.True(await last.WaitForExitAsync(Longest), "The worker does not stop.");
            Assert.True(last.ExitCode == 0, $"Exit code {last.ExitCode}: {last.Output}");
        }

        Assert.Empty(sets.SelectMany(s => s.Faults()));
        Assert.Empty(await Invariants.FaultsAsync(site, Customer, files: sets.Sum(s => s.FileNames.Count()), foreign: sets.Count));
    }

    /// <summary>What has to be in a worker's way for it to come to a point that a quiet day never shows.</summary>
    private sealed class Obstacle(string point, WorkerSite site, string customer, DroppedSet set) : IAsyncDisposable
    {
        private string Errors => Path.Combine(site.Area(customer), "out/errors");

        public static async Task<Obstacle> PrepareAsync(string point, WorkerSite site, string customer, DroppedSet set)
        {
            var obstacle = new Obstacle(point, site, customer, set);
            switch (point)
            {
                case "sweep.removing" or "sweep.removed":
                    site.Drop(customer, ".nexusgo-0123456789abcdef.part", "left by another", "out/receipts");
                    break;
                case "delivery-failure.noting" or "delivery-failure.noted":
                    Directory.Move(obstacle.Errors, obstacle.Errors + ".away");
                    break;
                case "failure.noting" or "failure.noted":
                    await site.ExecuteAsync("""
                        create function public.disk_full() returns trigger language plpgsql as $$ begin raise exception 'no space left'
                            using errcode = '53100'; end $$;
                        create trigger disk_full before insert on orders.card_order for each row execute function public.disk_full();
                        """);
                    break;
                case "orphan.noting" or "orphan.noted":
                    site.Drop(customer, set.Extra("LOST") + ".done", "");
                    break;
                case "claim.dropping" or "claim.dropped":
                    site.Drop(customer, set.Extra("CHANGES"), set.Content("CHANGES"));
                    site.Drop(customer, set.FileNames.Last() + ".done", "");
                    break;
            }

            return obstacle;
        }

        public async Task WhileRunningAsync(WorkerProcess worker, IReadOnlyList<DroppedSet> sets)
        {
            switch (point)
            {
                case "orphan.noting" or "orphan.noted":
                    await Until.TrueAsync(async () =>
                    {
                        await site.ExecuteAsync(
                            "update exchange.sighting set first_seen_at = 'epoch' where convert_from(path, 'UTF8') like '%.done'");
                        return worker.HasExited;
                    }, Longest, () => "the marker is never told about");
                    break;
                case "claim.dropping" or "claim.dropped":
                    var changes = Path.Combine(site.Area(customer), "in", set.FileNames.Last());
                    var touched = 0;
                    var began = TimeProvider.System.GetTimestamp();

                    // Without a pause: a moment's rest, and the worker may find it unchanged and rightly answer it.
                    while (!worker.HasExited && File.Exists(changes))
                    {
                        File.SetLastWriteTimeUtc(changes, DateTime.UnixEpoch.AddSeconds(++touched));
                        Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest,
                            "the changing file is never found changed: " + worker.Output);
                    }

                    break;
                case "lease.returning" or "lease.returned":
                    await Until.TrueAsync(() => sets.All(s => s.IsAnswered), Longest, () => worker.Output);
                    worker.Signal(WorkerProcess.Terminate);
                    break;
            }
        }

        public async ValueTask DisposeAsync()
        {
            switch (point)
            {
                case "delivery-failure.noting" or "delivery-failure.noted":
                    Directory.Move(Errors + ".away", Errors);
                    break;
                case "failure.noting" or "failure.noted":
                    await site.ExecuteAsync("drop trigger disk_full on orders.card_order; drop function public.disk_full()");
                    break;
                case "orphan.noting" or "orphan.noted":
                    site.Drop(customer, set.FileNames.Last(), set.Content("LOST"));
                    break;
            }
        }
    }
}
