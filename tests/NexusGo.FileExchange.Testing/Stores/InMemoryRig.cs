using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// A worker's rooms on doubles: stores and the customer's area in memory, a clock that stands. A file's whole journey takes milliseconds.
/// Several rigs on one exchange are several workers. Photos are decoded by a child process as ever.
/// </summary>
internal sealed class InMemoryRig : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-memory-").FullName;
    private readonly ServiceProvider services;

    /// <param name="change">Changes the demo profile.</param>
    /// <param name="beside">Another worker of the same customer: shares its stores, area, keys and clock.</param>
    public InMemoryRig(Func<CustomerProfile, CustomerProfile>? change = null, InMemoryRig? beside = null)
    {
        var profile = DemoProfile.Create() with { Intake = new IntakeSettings { StableFor = TimeSpan.Zero } };
        Profile = change?.Invoke(profile) ?? profile;
        Clock = beside?.Clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        Exchange = beside?.Exchange ?? new InMemoryExchange { Clock = Clock };
        CustomerKeys = beside?.CustomerKeys ?? new InMemoryCustomerKeyStore();
        Area = beside?.Area ?? new InMemoryRemoteArea(Clock, "/in/test", "/out/receipts", "/out/errors", "/out/reports", "/out/consumed");
        var remotes = new InMemoryRemoteFolderFactory
        {
            OnConnect = (_, session) => (session.Before, session.After) = ((verb, path) => Before?.Invoke(verb, path),
                (verb, path) => After?.Invoke(verb, path)),
        };
        remotes.Areas[Profile.CustomerId] = Area;
        services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IRemoteFolderFactory>(remotes)
            .AddRooms(new LibrarySettings
            {
                Postgres = new PostgresOptions { ConnectionString = "Host=/never-asked" },
                MasterKey = TestVault.MasterKey(),
                SpoolDirectory = Path.Combine(folder, "spool"),
                Sftp = new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(folder, "run") },
                WorkerName = "rig",
            })
            .AddSingleton<ICustomerKeyStore>(CustomerKeys)
            .AddSingleton(Exchange.Leases)
            .AddSingleton(Exchange.Inbox)
            .AddSingleton(Exchange.Orders)
            .AddSingleton(Exchange.Reports)
            .AddSingleton(Exchange.Consumed)
            .AddSingleton(Exchange.Requests)
            .AddSingleton(Exchange.Photos)
            .BuildServiceProvider();
    }

    public InMemoryExchange Exchange { get; }

    public InMemoryRemoteArea Area { get; }

    public InMemoryCustomerKeyStore CustomerKeys { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>The worker's rooms.</summary>
    public IServiceProvider Services => services;

    public CapturedLog Log { get; } = new();

    public CustomerProfile Profile { get; set; }

    /// <summary>Called before a verb of the remote area has any effect; what it returns is thrown.</summary>
    public Func<string, RemotePath, Exception?>? Before { get; set; }

    /// <summary>Called after a verb of the remote area has had its effect; what it returns is thrown instead of the answer.</summary>
    public Func<string, RemotePath, Exception?>? After { get; set; }

    public void Drop(string path, string content) => Area.Put(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Looks into the inbox <paramref name="times"/> times; twice is what a new file needs.</summary>
    public async Task PollAsync(int times = 2)
    {
        for (var i = 0; i < times; i++)
        {
            await services.GetRequiredService<IPickUp>().RunAsync(Profile, CancellationToken.None);
        }
    }

    public Task SweepAsync() => services.GetRequiredService<IConsumedSweep>().RunAsync(Profile, CancellationToken.None);

    /// <summary>Names of the files below a folder.</summary>
    public IReadOnlyList<string> Names(string below) =>
        [.. Area.Files.Where(path => path.StartsWith(below, StringComparison.Ordinal)).Select(path => path[below.Length..])];

    /// <summary>An answer as records by column name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Answer(string path) =>
        AnswerFile.Read(Area.Get(path)
            ?? throw new FileNotFoundException(
            $"There is no {path} among {string.Join(", ", Area.Files)}. The log: {string.Join("\n", Log.Lines)}"));

    public IReadOnlyDictionary<string, string> Receipt(string baseName) => Assert.Single(Answer($"/out/receipts/RCP_{baseName}.csv"));

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Results(string baseName) => Answer($"/out/receipts/RES_{baseName}.csv");

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();

        // A test may stop a worker before its end.
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
