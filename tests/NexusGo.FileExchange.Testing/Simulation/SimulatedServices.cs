using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// The rooms of the product for each life of a worker. The worker's list of services is taken as it is, with doubles for its ports; a life
/// is a scope of one container, because to make a container for each would take longer than the life.
/// </summary>
internal static class SimulatedServices
{
    private static readonly string Spools = Path.Combine(Path.GetTempPath(), $"nexusgo-simulated-{Environment.ProcessId}");
    private static readonly Lazy<ServiceProvider> Container = new(Build);

    /// <summary>Removes the spool, which files as small as these never touch.</summary>
    public static void CleanUp()
    {
        if (Directory.Exists(Spools))
        {
            Directory.Delete(Spools, recursive: true);
        }
    }

    /// <summary>The services of a life that begins.</summary>
    public static IServiceProvider Of(SimulatedProcess process, SimulationWorld world)
    {
        var services = Container.Value.CreateScope().ServiceProvider;
        var life = services.GetRequiredService<Life>();
        (life.Process, life.World) = (process, world);
        return services;
    }

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new DefectLog()).SetMinimumLevel(LogLevel.Error))
            .AddRooms(new LibrarySettings
            {
                Postgres = new PostgresOptions { ConnectionString = "Host=/never-asked" },
                MasterKey = TestVault.MasterKey(),
                SpoolDirectory = Spools,
                Sftp = new RemoteFolderFactoryOptions { RunDirectory = Spools },
                WorkerName = "simulated",
            });
        for (var at = 0; at < services.Count; at++)
        {
            services[at] = OfOneLife(services[at]);
        }

        Port(services, world => (ICustomerKeyStore)world.CustomerKeys);
        Port(services, world => world.Exchange.Leases);
        Port(services, world => world.Exchange.Inbox);
        Port(services, world => world.Exchange.Orders);
        Port(services, world => world.Exchange.Reports);
        Port(services, world => world.Exchange.Consumed);
        Port(services, world => world.Exchange.Production);
        Port(services, world => world.Exchange.Batches);
        Port(services, world => world.Exchange.BackReports);
        Port(services, world => (IRequestStore)new InMemoryRequestStore(world.Exchange, waits: false));
        Port(services, world => (IScheduledErasures)new InMemoryScheduledErasures(world.Exchange));
        return services.AddScoped<Life>()
            .AddScoped<TimeProvider>(provider => provider.GetRequiredService<Life>().Process.Clock)
            .AddScoped(provider => provider.GetRequiredService<Life>().Process.Jitter)
            .AddScoped(provider => provider.GetRequiredService<Life>().Identity())
            .AddScoped<IRemoteFolderFactory>(provider => provider.GetRequiredService<Life>().Remotes())
            .BuildServiceProvider();
    }

    private static void Port<T>(IServiceCollection services, Func<SimulationWorld, T> port)
        where T : class => services.AddScoped(provider =>
    {
        var life = provider.GetRequiredService<Life>();
        return SimulatedPort.Around(port(life.World), life.Process);
    });

    /// <summary>
    /// What the worker has once, each of its lives has once. Only the database that nobody asks is one for all: a pool of connections costs
    /// more than the rest.
    /// </summary>
    private static ServiceDescriptor OfOneLife(ServiceDescriptor one) => one switch
    {
        _ when one.ServiceType.Namespace?.StartsWith("NexusGo", StringComparison.Ordinal) != true => one,
        { ImplementationInstance: not null } => one,
        _ when one.ServiceType == typeof(ExchangeDatabase) => one,
        { ImplementationFactory: { } factory } => new ServiceDescriptor(one.ServiceType, factory, ServiceLifetime.Scoped),
        _ => new ServiceDescriptor(one.ServiceType, one.ImplementationType!, ServiceLifetime.Scoped),
    };

    /// <summary>Which life a scope belongs to.</summary>
    private sealed class Life
    {
        public SimulatedProcess Process { get; set; } = null!;

        public SimulationWorld World { get; set; } = null!;

        public WorkerIdentity Identity() => new(Process.Name, Process.ShortId);

        public InMemoryRemoteFolderFactory Remotes()
        {
            var process = Process;
            var remotes = new InMemoryRemoteFolderFactory
            {
                OnConnect = (endpoint, session) =>
                {
                    session.BeforeAsync = (verb, path, token) => process.ArriveAsync(verb, path, token);
                    session.AfterAsync = (verb, path, token) => process.LeaveAsync(verb, path, token);

                    // Events told in one file must not overtake those of the file before: of the partner's server no gaps are expected.
                    session.Listing = entries => process.Shuffle(entries, mayLackOne: endpoint.Name != SimulatedPartner.Id);
                },
            };
            foreach (var customer in World.Areas)
            {
                remotes.Areas[customer.Name] = customer.Area;
            }

            return remotes;
        }
    }
}
