using System.Text.Json;
using System.Text.Json.Serialization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>
/// What real worker processes need: a database of their own on the test server, a configuration folder per worker, and an area per customer
/// that the test reaches as an ordinary folder.
/// </summary>
public sealed class WorkerSite : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly List<WorkerProcess> started = [];
    private readonly string workerLogin;

    private WorkerSite(string folder, string database, string workerLogin, string ownerLogin)
    {
        Folder = folder;
        DatabaseName = database;
        this.workerLogin = workerLogin;
        OwnerConnectionString = ownerLogin;
    }

    public string Folder { get; }

    public string DatabaseName { get; }

    public string OwnerConnectionString { get; }

    /// <summary>How long a lease lasts; the shortest that the configuration allows.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The section <c>Telemetry</c> of the workers' settings.</summary>
    public object Telemetry { get; set; } = new { };

    /// <summary>The section <c>Logging</c> of the workers' settings.</summary>
    public object Logging { get; set; } = new { };

    /// <param name="lease">Lease duration, or null for the shortest.</param>
    /// <param name="cluster">Another server than the one all tests share: one that the test may stop.</param>
    /// <param name="migrated">False: a database without tables, for one that is restored.</param>
    public static async Task<WorkerSite> CreateAsync(TimeSpan? lease = null,
        NexusGo.FileExchange.Worker.Embedded.PrivatePostgres? cluster = null, bool migrated = true)
    {
        var own = cluster is not null;
        cluster ??= await TestCluster.GetAsync();
        var database = own
            ? NexusGo.FileExchange.Worker.Embedded.PrivatePostgres.DatabaseName : await TestCluster.CreateDatabaseAsync(migrated);
        return Create(database, cluster.ConnectionStringFor(NexusGo.FileExchange.Worker.Embedded.PrivatePostgres.WorkerLogin, database),
            cluster.ConnectionStringFor(NexusGo.FileExchange.Worker.Embedded.PrivatePostgres.OwnerLogin, database), lease);
    }

    /// <summary>On servers that the test started itself, and migrated.</summary>
    /// <param name="workerLogin">Connection string of the workers.</param>
    /// <param name="ownerLogin">Connection string of the owner of the tables.</param>
    public static WorkerSite CreateOn(string workerLogin, string ownerLogin) =>
        Create(NexusGo.FileExchange.Worker.Embedded.PrivatePostgres.DatabaseName, workerLogin, ownerLogin, lease: null);

    private static WorkerSite Create(string database, string workerLogin, string ownerLogin, TimeSpan? lease)
    {
        var folder = Directory.CreateTempSubdirectory("nexusgo-site-").FullName;
        MasterKeyFile.CreateIfMissing(Path.Combine(folder, "master.key"), "test");
        Directory.CreateDirectory(Path.Combine(folder, "customers"));
        return new WorkerSite(folder, database, workerLogin, ownerLogin + ";Pooling=false") { Lease = lease ?? TimeSpan.FromSeconds(5) };
    }

    /// <summary>The folder that plays a customer's SFTP root.</summary>
    public string Area(string customer) => Path.Combine(Folder, "areas", customer);

    /// <summary>
    /// Adds a customer: the demo customer's products, files taken at the second equal look, ten looks a second unless told otherwise.
    /// </summary>
    public void AddCustomer(
        string customer, RemoteSettings? remote = null, FolderSettings? folders = null, ConsumedSettings? consumed = null,
        RetentionSettings? retention = null, TimeSpan? pollInterval = null)
    {
        foreach (var name in new[] { "in/test", "out/receipts", "out/errors", "out/reports", "out/consumed" })
        {
            Directory.CreateDirectory(Path.Combine(Area(customer), name));
        }

        var demo = DemoProfile.Create();
        var file = new
        {
            CustomerId = customer,
            Name = customer,
            demo.Version,
            Remote = (object?)remote ?? new { Engine = "Local", LocalRoot = Area(customer) },
            Folders = folders ?? new FolderSettings(),
            Intake = new { PollInterval = (pollInterval ?? TimeSpan.FromMilliseconds(100)).ToString("c"), StableFor = "00:00:00",
                MaxFilesInFlight = 4, OrphanMarkerAfter = "00:01:00" },
            Consumed = consumed ?? new ConsumedSettings(),
            Retention = retention ?? new RetentionSettings(),
            demo.Products,
            demo.DeliveryAddresses,
            Orders = new { demo.Orders.DeclaredColumns },
            Pgp = new { Encryption = "None", Signature = "Optional" },
            Requests = new { Signature = "Optional" },
        };
        File.WriteAllText(Path.Combine(Folder, "customers", customer + ".json"), JsonSerializer.Serialize(file, Json));
    }

    /// <summary>Writes a worker's own settings. Verbs run beside it with this configuration folder.</summary>
    /// <param name="name">The worker's.</param>
    public string Configure(string name)
    {
        var home = Path.Combine(Folder, name);
        Directory.CreateDirectory(home);
        var settings = new
        {
            FileExchange = new
            {
                WorkerName = name,
                DataDirectory = Path.Combine(home, "data"),
                RunDirectory = Path.Combine(home, "run"),
                CustomersDirectory = Path.Combine(Folder, "customers"),
                Database = new { ConnectionString = workerLogin },
                Vault = new { MasterKeyFile = Path.Combine(Folder, "master.key") },
                Lease = new { Duration = Lease.ToString("c") },

                // A disk that a test may fill is smaller than the floor that production has.
                FreeSpaceFloorBytes = 16L << 20,
                Telemetry,
                Logging,
            },
        };
        File.WriteAllText(Path.Combine(home, "appsettings.json"), JsonSerializer.Serialize(settings, Json));
        return home;
    }

    /// <summary>Starts a worker. Started again under its name it is the same worker after a restart.</summary>
    /// <param name="name">Unique among those that run.</param>
    /// <param name="crashAt">Where it dies by itself, or null.</param>
    /// <param name="ahead">How far its clock is ahead of ours.</param>
    public WorkerProcess Start(string name, string? crashAt = null, TimeSpan ahead = default)
    {
        var process = WorkerProcess.Start(Configure(name), crashAt, ahead);
        started.Add(process);
        return process;
    }

    /// <inheritdoc cref="AreaFolder.Drop"/>
    public void Drop(string customer, string name, string content, string folder = "in") =>
        AreaFolder.Drop(Path.Combine(Area(customer), folder), name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Names in a folder of the area, sorted.</summary>
    public IReadOnlyList<string> Names(string customer, string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Area(customer), folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Those that are there whole: nothing that is just being written.</summary>
    public IReadOnlyList<string> Delivered(string customer, string folder) =>
        [.. Names(customer, folder).Where(name => !name.EndsWith(".part", StringComparison.Ordinal))];

    public IReadOnlyDictionary<string, string> Receipt(string customer, string baseName) =>
        AnswerFile.Read(File.ReadAllBytes(Path.Combine(Area(customer), "out/receipts", $"RCP_{baseName}.csv")))[0];

    /// <summary>As the owner of the tables.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>All rows of a query, each as its columns' texts joined with a bar.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i)
                ? "" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>Lets every lease lapse, as time would.</summary>
    public Task LapseLeasesAsync() => ExecuteAsync("update exchange.area_lease set lease_until = 'epoch'");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
        {
            await process.DisposeAsync();
        }

        if (DatabaseName != NexusGo.FileExchange.Worker.Embedded.PrivatePostgres.DatabaseName)
        {
            await TestCluster.DropDatabaseAsync(DatabaseName);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
