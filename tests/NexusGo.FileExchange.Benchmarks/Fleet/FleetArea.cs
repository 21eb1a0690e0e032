using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Worker;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Benchmarks.Fleet;

/// <summary>Many customers with an order file of one row now and then, all behind one sshd as OpenSSH configures it.</summary>
internal sealed class FleetArea
{
    private readonly BenchArea area;
    private readonly string[] folders;
    private int dropped;

    /// <param name="area">The server.</param>
    /// <param name="customers">How many.</param>
    /// <param name="pollInterval">Between two looks.</param>
    public FleetArea(BenchArea area, int customers, TimeSpan pollInterval)
    {
        this.area = area;
        folders = [.. Enumerable.Range(0, customers).Select(i => BenchArea.Fresh(area.RemotePath(Id(i))))];
        Profiles =
        [
            .. folders.Select((folder, i) => ImportRig.CustomerAt(folder, area) with
            {
                CustomerId = Id(i),
                Intake = new IntakeSettings { PollInterval = pollInterval, StableFor = TimeSpan.FromSeconds(1) },
            }),
        ];
    }

    public IReadOnlyList<CustomerProfile> Profiles { get; }

    /// <summary>Connections that sshd dropped because too many had not logged in yet.</summary>
    public int DroppedConnections => area.Sshd.LogText.Split('\n').Count(line => line.Contains("MaxStartups", StringComparison.Ordinal)
        && line.Contains("drop", StringComparison.Ordinal));

    public int OpenedSessions => area.Sshd.LogText.Split("Accepted publickey").Length - 1;

    /// <summary>Drops one file with one row into each of these inboxes; returns its name without ending.</summary>
    public string Drop(IEnumerable<int> customers)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"ORD_{++dropped}");
        var content = Encoding.UTF8.GetBytes(
            $"customer_ref;product_code;first_name;last_name;delivery_address_id\r\n{name};ID-STD;Åsa;Öberg;HQ\r\n");
        foreach (var customer in customers)
        {
            var uploading = Path.Combine(folders[customer], "in", ".uploading");
            File.WriteAllBytes(uploading, content);
            File.Move(uploading, Path.Combine(folders[customer], "in", $"{name}.csv"));
        }

        return name;
    }

    /// <summary>When a customer's receipt of a file was written, in UTC; null: not yet.</summary>
    public DateTime? ReceiptOf(int customer, string name)
    {
        var receipt = new FileInfo(Path.Combine(folders[customer], "out/receipts", $"RCP_{name}.csv"));
        return receipt.Exists ? receipt.LastWriteTimeUtc : null;
    }

    /// <summary>All drop a file; how long each waits for its receipt, in seconds, the shortest first.</summary>
    /// <param name="worker">One that runs.</param>
    /// <param name="atMost">Longer than the last receipt takes.</param>
    public async Task<List<double>> RoundAsync(WorkerProgram worker, TimeSpan atMost)
    {
        var all = Enumerable.Range(0, folders.Length).ToList();
        var dropped = DateTime.UnixEpoch + (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch);
        var name = Drop(all);
        await worker.WaitAsync(() => Task.FromResult(all.TrueForAll(customer => ReceiptOf(customer, name) is not null)), atMost,
            TimeSpan.FromMilliseconds(500));
        return [.. all.Select(customer => (ReceiptOf(customer, name)!.Value - dropped).TotalSeconds).Order()];
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"FLEET{number:0000}");
}
