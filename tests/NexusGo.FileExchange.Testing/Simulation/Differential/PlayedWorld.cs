using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Testing.Simulation.Differential;

/// <summary>One worker with everything around it: either doubles, or PostgreSQL and the system's sftp-server on folders.</summary>
internal sealed class PlayedWorld : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-played-").FullName;
    private readonly ServiceProvider services;

    private PlayedWorld(Func<CustomerProfile, PlayedArea> area, Func<CustomerProfile, CustomerProfile> change, string connection,
        Action<IServiceCollection> replace)
    {
        // One file after the other: what two files do at once depends on who is faster.
        CustomerProfile InTurn(CustomerProfile profile) => change(profile with { Intake = profile.Intake with { MaxFilesInFlight = 1 } });
        var partner = InTurn(SimulatedPartner.Production.AsArea());
        Profiles = [.. Enumerable.Range(0, SimulationPlan.Customers).Select(number => InTurn(SimulatedCustomer.ProfileOf(number))),
            partner];
        Areas = [.. Profiles.Select(profile => area(profile))];
        var collection = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddRooms(new LibrarySettings
        {
            Postgres = new PostgresOptions { ConnectionString = connection },
            MasterKey = TestVault.MasterKey(),
            SpoolDirectory = Path.Combine(folder, "spool"),
            Sftp = new RemoteFolderFactoryOptions { RunDirectory = Directory.CreateDirectory(Path.Combine(folder, "run")).FullName },
            WorkerName = "played",
        });
        replace(collection);
        services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(SimulationWorld.Start);

    /// <summary>The customers', and the partner's as the last.</summary>
    public IReadOnlyList<CustomerProfile> Profiles { get; }

    /// <summary>The area of each of <see cref="Profiles"/>.</summary>
    public IReadOnlyList<PlayedArea> Areas { get; }

    public IServiceProvider Services => services;

    public static PlayedWorld OnDoubles()
    {
        var exchange = new InMemoryExchange();
        var remotes = new InMemoryRemoteFolderFactory();
        return new PlayedWorld(profile =>
        {
            var area = new InMemoryRemoteArea(TimeProvider.System, [.. PlayedArea.Folders]);
            remotes.Areas[profile.CustomerId] = area;
            return new PlayedArea.InMemory(area);
        }, profile => profile, "Host=/never-asked", collection => collection
            .AddSingleton<IRemoteFolderFactory>(remotes)
            .AddSingleton<ICustomerKeyStore>(new InMemoryCustomerKeyStore())
            .AddSingleton(exchange.Leases)
            .AddSingleton(exchange.Inbox)
            .AddSingleton(exchange.Orders)
            .AddSingleton(exchange.Reports)
            .AddSingleton(exchange.Consumed)
            .AddSingleton(exchange.Production)
            .AddSingleton(exchange.Batches)
            .AddSingleton(exchange.BackReports)
            .AddSingleton<IRequestStore>(new InMemoryRequestStore(exchange, waits: false))
            .AddSingleton<IScheduledErasures>(new InMemoryScheduledErasures(exchange)));
    }

    /// <param name="connection">An empty, migrated database.</param>
    public static PlayedWorld OnServers(string connection)
    {
        return new PlayedWorld(profile => new PlayedArea.Folder(profile.Remote.LocalRoot!), profile =>
        {
            var root = Directory.CreateTempSubdirectory("nexusgo-played-area-").FullName;
            foreach (var name in PlayedArea.Folders)
            {
                Directory.CreateDirectory(root + name);
            }

            return profile with { Remote = new RemoteSettings { Engine = "Local", LocalRoot = root } };
        }, connection, _ => { });
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        foreach (var root in Profiles.Select(profile => profile.Remote.LocalRoot).OfType<string>())
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
