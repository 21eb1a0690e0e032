using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// The rooms for a verb that an operator runs beside the worker: the same database, keys and journal, run-time folders of its own. Like the
/// worker it passes the restore gate first.
/// </summary>
internal sealed class CommandServices : IAsyncDisposable
{
    private readonly CommandDatabase database;
    private readonly ServiceProvider services;
    private readonly string runDirectory;

    private CommandServices(CommandDatabase database, ServiceProvider services, WorkerConfiguration configuration, string runDirectory)
    {
        this.database = database;
        this.services = services;
        this.runDirectory = runDirectory;
        Configuration = configuration;
    }

    public WorkerConfiguration Configuration { get; }

    public IReadOnlyList<CustomerProfile> Customers =>
        [.. services.GetRequiredService<CustomerRegistry>().Current.OrderBy(one => one.CustomerId, StringComparer.Ordinal)];

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <exception cref="ConfigurationException">The configuration has problems.</exception>
    /// <exception cref="FileExchangeException">No database, no key, or a damaged journal.</exception>
    public static async Task<CommandServices> OpenAsync(string? directory, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));
        if (configuration.Obstacles.Count > 0)
        {
            throw new ConfigurationException(configuration.Obstacles);
        }

        var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        var run = Path.Combine(configuration.Settings.RunDirectory, $"verb-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var settings = configuration.Settings with { RunDirectory = run };
            var collection = new ServiceCollection();
            collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)
                .AddSimpleConsole(console => console.SingleLine = true).Services
                .Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options =>
                    options.LogToStandardErrorThreshold = LogLevel.Trace));
            collection.AddSingleton(TimeProvider.System);
            collection.AddSingleton(p =>
            {
                var registry = new CustomerRegistry(settings.CustomersDirectory, TimeProvider.System,
                    p.GetRequiredService<ILogger<CustomerRegistry>>(), configuration.Production?.AsArea(),
                    FileExchangeServices.LastProfilesOf(settings));
                registry.Reload();
                return registry;
            });
            Wiring.AddRooms(collection, settings, database.Access);
            var rooms = new CommandServices(database, collection.BuildServiceProvider(), configuration, run);
            await rooms.Get<MasterKeyRotation>().CheckAsync(cancellationToken);
            await rooms.Get<RestoreGate>().PassAsync(cancellationToken);
            return rooms;
        }
        catch
        {
            await database.DisposeAsync();
            Directory.Delete(run, recursive: true);
            throw;
        }
    }

    /// <summary>Copies of the files of customers that were ever in use.</summary>
    public LastProfiles LastProfiles => FileExchangeServices.LastProfilesOf(Configuration.Settings);

    /// <summary>The customer of an argument, by its last file if that is gone; null, and said so, when there is none.</summary>
    public CustomerProfile? Find(string customer)
    {
        var profile = LastProfiles.Behind(Customers).FirstOrDefault(one => one.CustomerId == customer);
        if (profile is null)
        {
            Console.Error.WriteLine("No such customer is configured. Those that are: nexusgo-fx check-config");
        }

        return profile;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(runDirectory, recursive: true);
    }
}
