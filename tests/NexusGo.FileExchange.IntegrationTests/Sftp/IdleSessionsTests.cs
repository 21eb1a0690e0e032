using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>What a session that waits for its next poll costs a worker. SSH.NET has a thread for each; we have none.</summary>
[Trait("Category", "Long")]
public sealed class IdleSessionsTests
{
    private const int Sessions = 100;
    private const int MostThreads = 130;
    private const int MostKilobytesEach = 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_worker_with_a_hundred_idle_sessions_has_at_most_130_threads_and_a_megabyte_for_each()
    {
        await using var sshd = await SshdFixture.StartAsync("MaxStartups 300", "LogLevel VERBOSE");
        await using var site = await WorkerSite.CreateAsync();
        AddCustomer(site, sshd, 0);
        await using var worker = site.Start("worker");
        await Until.TrueAsync(() => LogIns(sshd) >= 1, Longest, () => worker.Output);
        // The first polls pay for code that is compiled.
        await Until.TrueAsync(async () => await PollsAsync(site) == 1, Longest, () => worker.Output);
        var before = Of(worker, "VmRSS");

        for (var n = 1; n <= Sessions; n++)
        {
            AddCustomer(site, sshd, n);
        }

        await Until.TrueAsync(() => LogIns(sshd) >= Sessions + 1, Longest, () => $"{LogIns(sshd)} log-ins; {worker.Output}");
        await Until.TrueAsync(async () => await PollsAsync(site) == Sessions + 1, Longest, () => worker.Output);
        // Threads of the pool that connected so many at once go home when they had nothing to do for a while.
        await Until.TrueAsync(() => Of(worker, "Threads") <= MostThreads, Longest, () => $"{Of(worker, "Threads")} threads");
        var grown = Of(worker, "VmRSS") - before;

        Assert.True(LogIns(sshd) < Sessions + 10, $"{LogIns(sshd)} log-ins: sessions are not kept");
        Assert.True(grown <= Sessions * MostKilobytesEach, $"{grown} KB more for {Sessions} sessions");
    }

    private static void AddCustomer(WorkerSite site, SshdFixture sshd, int n)
    {
        var customer = string.Create(CultureInfo.InvariantCulture, $"C{n:000}");
        var area = site.Area(customer);
        site.AddCustomer(customer,
            new RemoteSettings { Host = "127.0.0.1", Port = sshd.Port, User = Environment.UserName, HostKeys = [sshd.HostKey],
            PrivateKeyFile = sshd.UserKeyFile },
            new FolderSettings
            {
                In = $"{area}/in/", Test = $"{area}/in/test/", Receipts = $"{area}/out/receipts/", Errors = $"{area}/out/errors/",
                Reports = $"{area}/out/reports/", Consumed = $"{area}/out/consumed/",
            }, pollInterval: TimeSpan.FromSeconds(5));
    }

    private static int LogIns(SshdFixture sshd) => sshd.LogText.Split("Accepted publickey").Length - 1;

    private static async Task<int> PollsAsync(WorkerSite site) =>
        int.Parse((await site.QueryAsync("select count(*) from exchange.area_lease"))[0], CultureInfo.InvariantCulture);

    private static int Of(WorkerProcess worker, string name) => int.Parse(
        File.ReadLines($"/proc/{worker.Id}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            .Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
