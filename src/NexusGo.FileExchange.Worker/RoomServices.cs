using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Intake;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Ports;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker;

/// <summary>What the rooms need from outside.</summary>
public sealed record RoomSettings
{
    public required PostgresOptions Postgres { get; init; }
    public required MasterKey MasterKey { get; init; }
    /// <summary>Folder of the private spool.</summary>
    public required string SpoolDirectory { get; init; }
    public required RemoteFolderFactoryOptions Sftp { get; init; }
    /// <summary>Names this worker in leases.</summary>
    public required string WorkerName { get; init; }
    public LeaseOptions Lease { get; init; } = new();
}

/// <summary>The rooms of the library on their engines, in the order of a file's journey.</summary>
public static class RoomServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services, RoomSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new WorkerIdentity(settings.WorkerName));
        services.AddSingleton(settings.Lease);

        // Store and vault.
        // Made by the container, so that it closes its connections with the worker.
        services.AddSingleton(_ => new ExchangeDatabase(settings.Postgres));
        services.AddSingleton<NumberSeries>();
        services.AddSingleton<ICustomerKeyStore, CustomerKeyStore>();
        services.AddSingleton(_ => settings.MasterKey);
        services.AddSingleton<KeyVault>();
        services.AddSingleton(p =>
        {
            var spool = new Spool(settings.SpoolDirectory, p.GetRequiredService<ILogger<Spool>>());
            spool.Prepare();
            return spool;
        });

        // Sessions, poll, claim.
        services.TryAddSingleton<IRemoteFolderFactory>(p => new RemoteFolderFactory(settings.Sftp, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<RemoteSessions>();
        services.AddSingleton<ILeaseStore, LeaseStore>();
        services.AddSingleton<IInboxStore, InboxStore>();
        services.AddSingleton<InboxLook>();

        // Fetch, open, check, store.
        services.AddSingleton<FileFetch>();
        services.AddSingleton<IOrderStore, OrderStore>();
        services.AddSingleton<KeyExpiry>();
        services.AddSingleton<OrderImport>();

        // Deliver, release.
        services.AddSingleton<IReportStore, ReportStore>();
        services.AddSingleton<ReportDelivery>();
        services.AddSingleton<FileRelease>();
        services.AddSingleton<TemporarySweep>();

        services.AddSingleton<InboundFilePipeline>();
        services.AddSingleton<AreaWork>();
        services.AddSingleton<IPickUp>(p => p.GetRequiredService<AreaWork>());
        services.AddSingleton<IReportDelivery>(p => p.GetRequiredService<AreaWork>());
        return services;
    }
}
