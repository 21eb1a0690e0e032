using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// First line and last line in the log, and what the service manager is told; also starts following the customers' folder.
/// </summary>
internal sealed class WorkerLifetime(
    WorkerSettings settings, DatabaseAccess database, CustomerRegistry customers, CustomerFolderWatch watch, ServiceNotifier manager,
    IHostApplicationLifetime lifetime,
    ILogger<WorkerLifetime> logger) : IHostedService
{
    private PosixSignalRegistration? hangUp;

    public static string Version { get; } = typeof(WorkerLifetime).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0] ?? "0";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        WorkerLog.WorkerStarts(logger, settings.WorkerName!, Version, customers.Current.Count, database.ToString());
        lifetime.ApplicationStarted.Register(manager.Ready);
        lifetime.ApplicationStopping.Register(manager.Stopping);

        // systemctl reload; without it the signal would end the program. Edits are also noticed without a signal.
        hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            WorkerLog.ReloadAsked(logger);
            customers.Reload();
        });
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        hangUp?.Dispose();
        await watch.DisposeAsync();
        WorkerLog.WorkerStopped(logger, settings.WorkerName!);
    }
}
