using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Benchmarks.Import;

/// <summary>
/// The worker's rooms on a real sshd and a fresh database of the real PostgreSQL, with a kept session; one poll per call.
/// </summary>
internal sealed class ImportRig : IAsyncDisposable
{
    private const int MostVisits = 20;
    private readonly ServiceProvider services;
    private readonly BenchDatabase server;
    private readonly string folder;

    private ImportRig(ServiceProvider services, BenchDatabase server, string database, string folder, CustomerProfile profile)
    {
        this.services = services;
        this.server = server;
        this.folder = folder;
        Database = database;
        Profile = profile;
    }

    public string Database { get; }

    public IServiceProvider Services => services;

    public CustomerProfile Profile { get; }

    public string Inbox => Path.Combine(folder, "in");

    /// <summary>Connected and looked once, so that the session and the customer's keys are there.</summary>
    /// <param name="area">Where the customer's folders are.</param>
    /// <param name="server">Makes the database.</param>
    /// <param name="change">What is other than usual in the profile.</param>
    /// <param name="openPgp">Our keys, where the customer encrypts.</param>
    public static async Task<ImportRig> StartAsync(BenchArea area, BenchDatabase server,
        Func<CustomerProfile, CustomerProfile>? change = null, OpenPgpEngineOptions? openPgp = null)
    {
        var folder = BenchArea.Fresh(area.RemotePath("customer"));
        var profile = CustomerAt(folder, area);
        profile = change?.Invoke(profile) ?? profile;
        var work = BenchArea.Fresh(area.LocalPath("worker"));
        var key = Path.Combine(work, "master.key");
        MasterKeyFile.CreateIfMissing(key, "bench");
        var database = await server.CreateAsync();
        var sftp = new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(work, "run") };
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None)).AddRooms(new LibrarySettings
        {
            Postgres = new PostgresOptions { ConnectionString = server.WorkerConnection(database) },
            MasterKey = MasterKeyFile.Read(key, "bench"),
            SpoolDirectory = Path.Combine(work, "spool"),
            Sftp = sftp,
            WorkerName = "bench",
            OpenPgp = openPgp ?? new OpenPgpEngineOptions(),
        }).BuildServiceProvider();
        var rig = new ImportRig(services, server, database, folder, profile);
        await rig.PollAsync();
        return rig;
    }

    /// <summary>The demo's customer with room for large files and with every layout, behind the private sshd.</summary>
    public static CustomerProfile CustomerAt(string folder, BenchArea area)
    {
        foreach (var name in (string[])["in/test", "out/receipts", "out/errors", "out/reports", "out/consumed"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        return DemoProfile.Large() with
        {
            Remote = new RemoteSettings
            {
                Host = "127.0.0.1", Port = area.Sshd.Port, User = Environment.UserName, HostKeys = [area.Sshd.HostKey],
                PrivateKeyFile = area.Sshd.UserKeyFile,
            },
            Folders = new FolderSettings
            {
                In = $"{folder}/in/", Test = $"{folder}/in/test/", Receipts = $"{folder}/out/receipts/", Errors = $"{folder}/out/errors/",
                Reports = $"{folder}/out/reports/", Consumed = $"{folder}/out/consumed/",
            },
            Intake = new IntakeSettings { StableFor = TimeSpan.Zero },
        };
    }

    public Task PollAsync() => services.GetRequiredService<IPickUp>().RunAsync(Profile, CancellationToken.None);

    /// <summary>Looks until the inbox is empty: the first look sees the files, and a visit takes a part of many.</summary>
    public async Task PollAllAsync()
    {
        for (var visit = 0; visit < MostVisits && (visit == 0 || Directory.EnumerateFiles(Inbox).Any()); visit++)
        {
            await PollAsync();
        }
    }

    /// <summary>Drops a file of generated rows; every file of a rig starts at another row.</summary>
    public void Drop(string name, int rows, int firstRow)
    {
        using var file = File.Create(Path.Combine(Inbox, name));
        OrderFileGenerator.Write(file, rows, new OrderFileOptions(FirstRow: firstRow));
    }

    public int Receipts => Directory.EnumerateFiles(Path.Combine(folder, "out/receipts"), "RCP_*").Count();

    /// <summary>How many cards there are now: what a figure stands on.</summary>
    public async Task ExpectCardsAsync(long cards)
    {
        var found = await server.QueryAsync<long>(Database, "select count(*) from orders.card where status = 'ACCEPTED'");
        if (found != cards || Directory.EnumerateFiles(Inbox).Any())
        {
            throw new InvalidOperationException($"The import did not do its work: {cards} cards expected, {found} found.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DropAsync(Database);
    }
}
