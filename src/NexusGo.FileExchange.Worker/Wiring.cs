using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Intake;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker;

/// <summary>Where the worker meets the adapters: the only file that names them.</summary>
internal static class Wiring
{
    /// <summary>Starts the private PostgreSQL of this worker and brings its tables up to date.</summary>
    public static Task<(DatabaseAccess Access, IAsyncDisposable Server)> StartEmbeddedDatabaseAsync(WorkerSettings settings, TimeProvider time, CancellationToken cancellationToken) =>
        throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: false, "The embedded database is not part of this build.");

    /// <summary>Brings the tables up to date as their owner. Returns the names of what was applied.</summary>
    public static Task<IReadOnlyList<string>> MigrateAsync(DatabaseAccess database, TimeProvider time, CancellationToken cancellationToken) =>
        throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: false, "Migrations are not part of this build.");

    /// <summary>Refuses to start on tables of another version.</summary>
    public static Task EnsureCurrentAsync(DatabaseAccess database, TimeProvider time, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The rooms of the library on their engines, in the order of a file's journey.</summary>
    public static void AddRooms(IServiceCollection services, WorkerSettings settings, DatabaseAccess database)
    {
        services.AddSingleton<IPickUp, Nothing>();
        services.AddSingleton<IReportDelivery, Nothing>();
    }

    private sealed class Nothing : IPickUp, IReportDelivery
    {
        public Task RunAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
