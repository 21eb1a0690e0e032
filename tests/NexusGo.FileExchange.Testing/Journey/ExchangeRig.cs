using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker;
using Xunit;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>
/// A whole worker without its host: real PostgreSQL, the customer's area as a folder of this machine behind the system's sftp-server, one
/// poll per call. Several rigs on one database are several workers.
/// </summary>
public sealed class ExchangeRig : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, string> MasterKeys = new(StringComparer.Ordinal);

    private readonly ServiceProvider services;

    private ExchangeRig(ServiceProvider services, string folder, string area, CustomerProfile profile)
    {
        this.services = services;
        Folder = folder;
        Area = area;
        Profile = profile;
    }

    /// <summary>This worker's own folder: key, spool, run-time files.</summary>
    public string Folder { get; }

    /// <summary>The folder that plays the customer's SFTP root.</summary>
    public string Area { get; }

    public CustomerProfile Profile { get; set; }

    public string Customer => Profile.CustomerId;

    public ShiftableClock Clock { get; private init; } = new();

    public RemoteHooks Hooks { get; private init; } = new();

    public CapturedLog Log { get; private init; } = new();

    public IServiceProvider Services => services;

    /// <param name="connectionString">A migrated database.</param>
    /// <param name="customer">Customer id; where tests share a database, one of <see cref="CustomerIds"/>.</param>
    /// <param name="change">Changes the demo profile.</param>
    /// <param name="beside">Another worker of the same customer: shares its area, key and clock.</param>
    /// <param name="lease">Lease duration.</param>
    /// <param name="stalledTransactionTimeout">When PostgreSQL ends a transaction in which nothing happens.</param>
    /// <param name="ownKeys">The bureau's OpenPGP keys, the current one first.</param>
    /// <param name="vaultConnectionString">Another migrated database for the customers' keys.</param>
    /// <param name="takesCancellations">Whether the production partner takes cancellations.</param>
    /// <param name="replace">Puts other services in the place of the worker's own.</param>
    public static ExchangeRig Create(string connectionString, string customer, Func<CustomerProfile, CustomerProfile>? change = null,
        ExchangeRig? beside = null, TimeSpan? lease = null,
        TimeSpan? stalledTransactionTimeout = null, IReadOnlyList<BureauKeyFile>? ownKeys = null, string? vaultConnectionString = null,
        bool takesCancellations = true, Action<IServiceCollection>? replace = null)
    {
        var folder = Directory.CreateTempSubdirectory("nexusgo-rig-").FullName;
        var area = beside?.Area ?? Path.Combine(folder, "area");
        foreach (var name in new[] { "in/test", "out/receipts", "out/errors", "out/reports", "out/consumed" })
        {
            Directory.CreateDirectory(Path.Combine(area, name));
        }

        var keyFile = Path.Combine(beside?.Folder ?? folder, "master.key");
        WriteMasterKey(keyFile, connectionString);
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        var clock = beside?.Clock ?? new ShiftableClock();
        var hooks = new RemoteHooks();
        var log = new CapturedLog();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddSingleton(new ProductionPartner(new ProductionProfile { TakesCancellations = takesCancellations }));
        collection.AddSingleton<IRemoteFolderFactory>(p => new HookedRemoteFolderFactory(
            new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(folder, "run") }, TimeProvider.System,
                p.GetRequiredService<ILoggerFactory>()), hooks));
        collection.AddRooms(new LibrarySettings
        {
            Postgres = new PostgresOptions { ConnectionString = connectionString, VaultConnectionString = vaultConnectionString,
                StalledTransactionTimeout = stalledTransactionTimeout ?? TimeSpan.FromMinutes(1) },
            MasterKey = MasterKeyFile.Read(keyFile, "test"),
            SpoolDirectory = Path.Combine(folder, "spool"),
            Sftp = new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(folder, "run") },
            // A database knows each entry of a writer's journal once, and each rig has a journal of its own.
            WorkerName = $"rig-{customer}",
            Lease = new LeaseOptions { Duration = lease ?? LeaseOptions.DefaultDuration },
            OpenPgp = new OpenPgpEngineOptions { OwnKeys = ownKeys ?? [] },
        });
        replace?.Invoke(collection);
        var profile = DemoProfile.Create() with
        {
            CustomerId = customer,
            Remote = new RemoteSettings { Engine = "Local", LocalRoot = area },
            Intake = new IntakeSettings { StableFor = TimeSpan.Zero },
        };
        return new ExchangeRig(collection.BuildServiceProvider(), folder, area, change?.Invoke(profile) ?? profile) { Clock = clock,
            Hooks = hooks, Log = log };
    }

    /// <summary>Time passes for this worker's clock and for the customer's lease in the database, whose own clock nobody can set.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await services.GetRequiredService<ExchangeDatabase>().InTransactionAsync(Profile.Id, session => session.ExecuteAsync(
            "update exchange.area_lease set lease_until = lease_until - $2 where customer_id = $1", [Customer, time], default), default);
    }

    /// <summary>The master key that all rigs of a database share.</summary>
    internal static MasterKey MasterKeyOf(string connectionString) =>
        new(SecretBytes.CopyOf(Convert.FromHexString(MasterKeyTextOf(connectionString))), "a test");

    private static string MasterKeyTextOf(string connectionString) =>
        MasterKeys.GetOrAdd(connectionString, _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>All workers of a database have one master key, as events of the partner concern cards of all customers.</summary>
    private static void WriteMasterKey(string path, string connectionString)
    {
        if (!File.Exists(path))
        {
            File.WriteAllText(path, MasterKeyTextOf(connectionString) + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <inheritdoc cref="AreaFolder.Drop"/>
    public void Drop(string name, string content, string folder = "in") => Drop(name, System.Text.Encoding.UTF8.GetBytes(content), folder);

    /// <inheritdoc cref="AreaFolder.Drop"/>
    public void Drop(string name, byte[] content, string folder = "in") => AreaFolder.Drop(Path.Combine(Area, folder), name, content);

    /// <summary>Looks into the inbox <paramref name="times"/> times; twice is what a new file needs.</summary>
    public async Task PollAsync(int times = 2)
    {
        for (var i = 0; i < times; i++)
        {
            await services.GetRequiredService<IPickUp>().RunAsync(Profile, CancellationToken.None);
        }
    }

    /// <summary>Sweeps consumed files <paramref name="times"/> times.</summary>
    public async Task SweepAsync(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await services.GetRequiredService<IConsumedSweep>().RunAsync(Profile, CancellationToken.None);
        }
    }

    /// <summary>Stops this worker in good order; disposing does the same.</summary>
    public ValueTask StopAsync() => services.DisposeAsync();

    /// <summary>Names in a folder of the area, sorted.</summary>
    public IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Area, folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public byte[] Bytes(string path)
    {
        var file = Path.Combine(Area, path);
        Assert.True(File.Exists(file),
            $"There is no {path} beside {string.Join(", ", Directory.GetFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName))}. "
            + $"The log: {string.Join("\n", Log.Lines.TakeLast(40))}");
        return File.ReadAllBytes(file);
    }

    /// <summary>An answer as records by column name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Answer(string path) => AnswerFile.Read(Bytes(path));

    /// <summary>The receipt of a file by its base name.</summary>
    public IReadOnlyDictionary<string, string> Receipt(string baseName) => Assert.Single(Answer($"out/receipts/RCP_{baseName}.csv"));

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Results(string baseName) => Answer($"out/receipts/RES_{baseName}.csv");

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Errors(string baseName) => Answer($"out/errors/ERR_{baseName}.csv");

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();

        // A test may dispose a worker before its end.
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
