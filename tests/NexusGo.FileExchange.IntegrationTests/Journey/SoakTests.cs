using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Embedded;
using Xunit.Abstractions;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// Real workers, database and SSH server with something ending every few seconds. Half a minute among the other tests; tests/soak.sh plays
/// it for as long as wanted, with a slow line and full disks.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private static readonly string[] Customers = ["ALFA", "BETA", "GAMMA"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The disk on which everything lies, where tests/soak.sh has made one that may be filled.</summary>
    private static readonly string? Disk = Environment.GetEnvironmentVariable("NEXUSGO_SOAK_DISK");

    private readonly List<(TimeSpan At, string What)> faults = [];
    private readonly int[] files = new int[Customers.Length];

    [Fact]
    public async Task Everything_is_answered_once_whatever_ends_meanwhile()
    {
        var duration = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("NEXUSGO_SOAK_SECONDS") ?? "30",
            CultureInfo.InvariantCulture));
        await using var own = await OwnCluster.StartAsync();
        var cluster = own.Server;
        await using var sshd = await SshdFixture.StartAsync();
        await using var site = await WorkerSite.CreateAsync(cluster: cluster);
        foreach (var customer in Customers)
        {
            AddCustomer(site, sshd, customer);
        }

        WorkerProcess[] workers = [site.Start("one"), site.Start("two")];
        await RunAsync(duration, site, cluster, sshd, workers);
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => site.QueryAsync("select 1")) is null
            && (await site.QueryAsync("select count(*) from exchange.inbound_file where state = 'CLOSED'"))[0] == $"{files.Sum()}",
            Longest, () => $"not everything is answered after\n{Told()}\n{workers[0].Output}\n{workers[1].Output}");
        foreach (var worker in workers)
        {
            worker.Signal(WorkerProcess.Terminate);
            Assert.True(await worker.WaitForExitAsync(Longest), worker.Output);
        }

        for (var customer = 0; customer < Customers.Length; customer++)
        {
            Assert.Empty(await Invariants.FaultsAsync(site, Customers[customer], files[customer], foreign: 0));
        }
        output.WriteLine($"{files.Sum()} files answered once, in spite of\n{Told()}");
    }

    private static void AddCustomer(WorkerSite site, SshdFixture sshd, string customer)
    {
        var (area, endpoint) = (site.Area(customer), sshd.Endpoint());
        site.AddCustomer(customer, new RemoteSettings
        {
            Host = endpoint.Host!, Port = endpoint.Port, User = endpoint.User!, HostKeys = endpoint.HostKeys,
            PrivateKeyFile = endpoint.PrivateKeyFile,
        }, new FolderSettings
        {
            In = $"{area}/in/", Test = $"{area}/in/test/", Receipts = $"{area}/out/receipts/", Errors = $"{area}/out/errors/",
            Reports = $"{area}/out/reports/", Consumed = $"{area}/out/consumed/",
        }, pollInterval: TimeSpan.FromSeconds(1));
    }

    /// <summary>Orders come twice a second; a fault, by chance, every four seconds or so.</summary>
    private async Task RunAsync(TimeSpan duration, WorkerSite site, PrivatePostgres cluster, SshdFixture sshd, WorkerProcess[] workers)
    {
        var (random, began, nextFault, round) = (new Random(1), TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(4), 0);
        for (var now = TimeSpan.Zero; now < duration; now = TimeProvider.System.GetElapsedTime(began))
        {
            var customer = round++ % Customers.Length;
            var number = ++files[customer];
            await Record.ExceptionAsync(() => Task.Run(() => site.Drop(Customers[customer], $"ORD_{number}.csv",
                $"customer_ref;product_code;delivery_address_id\r\nA{number};VISITOR;HQ\r\nB{number};VISITOR;HQ\r\n")));
            if (!File.Exists(Path.Combine(site.Area(Customers[customer]), "in", $"ORD_{number}.csv")) && IsDiskFull())
            {
                files[customer]--;
            }

            if (now > nextFault)
            {
                nextFault = now + TimeSpan.FromSeconds(2 + (random.NextDouble() * 6));
                await BreakAsync(random.Next(Disk is null ? 5 : 6), random.Next(2), now, site, cluster, sshd, workers);
            }

            if (round % 200 == 0)
            {
                output.WriteLine($"{now.TotalSeconds:0} s: {string.Join("; ", workers.Select(Use))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }
    }

    private async Task BreakAsync(int kind, int which, TimeSpan now, WorkerSite site, PrivatePostgres cluster, SshdFixture sshd,
        WorkerProcess[] workers)
    {
        var name = which == 0 ? "one" : "two";
        switch (kind)
        {
            case 0 or 1:
                faults.Add((now, $"worker {name} is killed"));
                await workers[which].DisposeAsync();
                workers[which] = site.Start(name);
                break;
            case 2:
                faults.Add((now, $"worker {name} stands still for longer than its leases last"));
                workers[which].Signal(WorkerProcess.Stop);
                await Task.Delay(site.Lease + TimeSpan.FromSeconds(1), TimeProvider.System);
                workers[which].Signal(WorkerProcess.Continue);
                break;
            case 3:
                faults.Add((now, "the SSH server starts again"));
                await sshd.RestartAsync();
                break;
            case 4:
                faults.Add((now, "the database's power fails"));
                PosixSignal.Send(cluster.ProcessId, PosixSignal.Quit);
                break;
            default:
                faults.Add((now, "the disk is full"));
                await FillDiskAsync();
                break;
        }
    }

    /// <summary>For ten seconds there is no room for a single byte.</summary>
    private static async Task FillDiskAsync()
    {
        var filler = Path.Combine(Disk!, "filler");
        await Record.ExceptionAsync(() => Task.Run(() =>
        {
            using var file = File.Create(filler);
            while (true)
            {
                file.Write(new byte[1 << 20]);
                file.Flush(flushToDisk: false);
            }
        }));
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        File.Delete(filler);
    }

    private static bool IsDiskFull() => Disk is not null && new DriveInfo(Disk).AvailableFreeSpace < 1 << 20;

    /// <summary>Memory, handles and threads of a worker.</summary>
    private static string Use(WorkerProcess worker)
    {
        try
        {
            var status = File.ReadLines($"/proc/{worker.Id}/status").ToList();
            string Field(string name) => status.First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..]
                .Trim();
            return $"{Field("VmRSS")}, {Directory.GetFiles($"/proc/{worker.Id}/fd").Length} handles, {Field("Threads")} threads";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "not running";
        }
    }

    private string Told() => string.Join('\n', faults.GroupBy(one => one.What).Select(one => $"{one.Count()} x {one.Key}"));
}
