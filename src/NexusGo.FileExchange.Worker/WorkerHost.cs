using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// A worker that is ready to run: its database up and current, its host built. Disposing it stops what it started, last things first.
/// </summary>
public sealed class WorkerHost : IAsyncDisposable
{
    private readonly IHost host;
    private readonly IAsyncDisposable? database;

    private WorkerHost(IHost host, IAsyncDisposable? database, DatabaseAccess access)
    {
        this.host = host;
        this.database = database;
        Database = access;
    }

    public DatabaseAccess Database { get; }

    public IServiceProvider Services => host.Services;

    /// <param name="configuration">What was read. A customer's mistake stops nobody else: the registry works with its last good file, and
    /// status says so. What stops everybody is thrown.</param>
    /// <param name="consoleLevel">Least level that reaches the console; files get everything.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ConfigurationException">The configuration has problems.</exception>
    /// <exception cref="FileExchangeException">A program, a secret or the database is missing.</exception>
    public static async Task<WorkerHost> BuildAsync(WorkerConfiguration configuration, LogLevel consoleLevel,
        CancellationToken cancellationToken)
    {
        if (configuration.Obstacles.Count > 0)
        {
            throw new ConfigurationException(configuration.Obstacles);
        }

        var settings = configuration.Settings;
        WorkerFolders.Prepare(settings);
        var external = DatabaseAccess.FromSettings(settings.Database);
        var (access, server) = external is null ? await StartPrivateDatabaseAsync(settings, TimeProvider.System, cancellationToken)
            : (external, null);
        var opened = external is null ? null : new ExchangeDatabase(Wiring.OptionsOf(settings, external));

        // The host is built meanwhile, because both take a processor some tenths of a second.
        var compared = opened is null ? Task.CompletedTask
            : Task.Run(() => Wiring.EnsureCurrentAsync(opened, TimeProvider.System, cancellationToken), cancellationToken);
        IHost? host = null;
        try
        {
            var builder =
                new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "nexusgo-fx" });
            builder.Configuration.AddJsonFile(configuration.SettingsFile, optional: true, reloadOnChange: false);
            builder.Logging.AddWorkerLogging(builder.Configuration, settings.Logging, consoleLevel);
            if (opened is not null)
            {
                // Handed to the container as something it makes, so that it closes the connections with the worker.
                builder.Services.AddSingleton(_ => opened);
            }

            builder.Services.AddFileExchange(configuration, access);
            host = builder.Build();
            host.Services.GetRequiredService<ExchangeDatabase>();

            // Everything that starts is made before the database is waited for.
            _ = host.Services.GetServices<IHostedService>().Count();
            await compared;
            SettingsInUse.Keep(configuration, host.Services.GetRequiredService<ILogger<WorkerHost>>());
            return new WorkerHost(host, server, access);
        }
        catch
        {
            await compared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await DisposeAsync(host as IAsyncDisposable);
            await DisposeAsync(opened);
            await DisposeAsync(server);
            throw;
        }
    }

    /// <summary>
    /// Opens the configured database or starts the private one; tables of another version are refused, or mended where they are our own.
    /// </summary>
    internal static async Task<(DatabaseAccess Access, IAsyncDisposable? Server)> OpenDatabaseAsync(WorkerSettings settings,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (DatabaseAccess.FromSettings(settings.Database) is { } external)
        {
            await Wiring.EnsureCurrentAsync(external, time, cancellationToken);
            return (external, null);
        }

        return await StartPrivateDatabaseAsync(settings, time, cancellationToken);
    }

    private static async Task<(DatabaseAccess Access, IAsyncDisposable? Server)> StartPrivateDatabaseAsync(WorkerSettings settings,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (FileOwnership.Of(settings.DataDirectory) is { } data && data.UserId != FileOwnership.CurrentUserId)
        {
            throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: false,
                $"The private PostgreSQL does not run, and only user {data.UserId}, whom {settings.DataDirectory} belongs to, may start "
                + $"it: what others make there that user could not read. "
                + "Start the service, or run this as that user (runuser -u NAME -- nexusgo-fx …).");
        }

        // Beside a database of the operator's own, a master key is never made silently.
        if (settings.Vault.MasterKeyFile is { } key && WorkerConfiguration.IsDefaultMasterKey(settings, key))
        {
            Directory.CreateDirectory(settings.DataDirectory);
            MasterKeyFile.CreateIfMissing(key, "Vault.MasterKeyFile");
        }

        return await Wiring.StartEmbeddedDatabaseAsync(settings, time, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>Runs until Ctrl-C, SIGTERM or the token; any of them also while it is still starting.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stopping = Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.StartAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever a part of the host makes of being told to stop while it starts: it was told to.
        catch (Exception) when (stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await host.StopAsync(CancellationToken.None);
            return;
        }

        await host.WaitForShutdownAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            host.Dispose();
        }

        await DisposeAsync(database);
    }

    private static ValueTask DisposeAsync(IAsyncDisposable? server) => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
