using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Jobs;
using NexusGo.FileExchange.Worker.Keys;
using NexusGo.FileExchange.Worker.Probing;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker;

/// <summary>Everything the worker is made of, named once.</summary>
public static class FileExchangeServices
{
    /// <summary>Copies of customers' files beside the worker's other data.</summary>
    internal static LastProfiles LastProfilesOf(WorkerSettings settings) =>
        new(Path.Combine(settings.DataDirectory, "last-profiles"), settings.CustomersDirectory);

    public static IServiceCollection AddFileExchange(this IServiceCollection services, WorkerConfiguration configuration,
        DatabaseAccess database)
    {
        var settings = configuration.Settings;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(configuration);
        services.AddSingleton(settings);
        services.AddSingleton(database);
        services.AddSingleton(new ProductionPartner(configuration.Production));

        // Customers: the registry is filled before anything asks it, and followed for as long as the worker runs.
        services.AddSingleton(provider =>
        {
            var registry = new CustomerRegistry(settings.CustomersDirectory, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<CustomerRegistry>>(),
                configuration.Production?.AsArea(), LastProfilesOf(settings));
            registry.Reload();
            return registry;
        });
        services.AddSingleton(provider => new CustomerFolderWatch(
            provider.GetRequiredService<CustomerRegistry>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CustomerFolderWatch>>()));

        // Vault, spool, sessions, intake, orders, reports on their engines.
        Wiring.AddRooms(services, settings, database);

        // The worker says hello before, and goodbye after, everything that works; the first look at all inboxes comes before the schedule
        // is set up.
        services.AddSingleton(new ServiceNotifier(Environment.GetEnvironmentVariable(ServiceNotifier.Variable)));
        services.AddHostedService<WorkerLifetime>();
        services.AddHostedService<RestoreGateStart>();
        services.AddHostedService<OpenPgpStart>();
        services.AddSingleton<IAreaProbing, DailyProbe>();
        services.AddHostedService<AreaPolling>();
        services.AddHostedService<ConnectionBudget>();
        services.AddScheduling(settings.WorkerName!, Math.Min(settings.MaxConcurrentJobs, Scheduling.MostJobs), database.IsEmbedded
            ? null : database.Worker);
        services.AddSingleton<KeyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyWatch>());
        services.AddHostedService(p => new WatchdogFeeder(p.GetRequiredService<JobOutcomes>(), p.GetRequiredService<ServiceNotifier>(),
            () => TransferProgress.Received, p.GetRequiredService<TimeProvider>()));
        services.AddHostedService<JobStateReporter>();
        services.AddSingleton<StatusFileWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<StatusFileWriter>());
        services.AddHostedService(provider => new LogFileSweep(settings.Logging, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LogFileSweep>>()));

        if (settings.Telemetry.IsOn)
        {
            // Named here alone: while it is off, none of its assemblies is loaded.
            Telemetry.TelemetryServices.Add(services);
        }

        if (settings.Notices.HasWebhook || settings.Notices.HasMail)
        {
            Notices.NoticeServices.Add(services, settings.Notices);
        }

        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = settings.ShutdownTimeout;
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        return services;
    }
}
