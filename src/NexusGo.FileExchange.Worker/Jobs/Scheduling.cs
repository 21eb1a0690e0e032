using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using Npgsql;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>The scheduler says when, never whether: exactly-once comes from leases and unique keys in our own tables.</summary>
public static class Scheduling
{
    /// <summary>The scheduler's own connections: for its own thread, its check-in, and what synchronizes it.</summary>
    public const int Connections = 6;

    /// <summary>All workers of one database share this scheduler.</summary>
    public const string SchedulerName = "nexusgo-fx";

    /// <summary>Where migration 0002 puts the scheduler's tables.</summary>
    public const string TablePrefix = "quartz.qrtz_";

    /// <summary>Scheduled jobs at the same time: they are few, and none of them waits for a customer's server.</summary>
    public const int MostJobs = 4;

    /// <param name="services">Where to register.</param>
    /// <param name="workerName">Unique in the cluster.</param>
    /// <param name="maxConcurrentJobs">Jobs at the same time in this worker.</param>
    /// <param name="clusterConnectionString">PostgreSQL shared by the workers, or null for a schedule in memory.</param>
    public static IServiceCollection AddScheduling(this IServiceCollection services, string workerName, int maxConcurrentJobs,
        string? clusterConnectionString)
    {
        if (clusterConnectionString is not null)
        {
            services.AddKeyedSingleton<DbDataSource>(SchedulerName,
                (_, _) => ExchangeDatabase.CreateDataSource(AsWorkerRole(clusterConnectionString)));
        }

        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = SchedulerName;
                options.InstanceId = workerName;
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
                options.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            quartz.UseDefaultThreadPool(maxConcurrentJobs);
            if (clusterConnectionString is null)
            {
                quartz.UseInMemoryStore();
                return;
            }

            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = TablePrefix;
                    options.StoreJobDataAsStrings = true;
                    options.DbRetryInterval = TimeSpan.FromSeconds(2);

                    // The tables are migration 0002's, and the worker has just compared the migrations.
                    options.SchemaProvisioning = SchemaProvisioning.None;
                });
                store.UsePostgres(options => options.DataSourceServiceKey = SchedulerName);
                store.UseClustering(options =>
                {
                    options.CheckinInterval = TimeSpan.FromSeconds(5);
                    options.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                });
            });
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddSingleton<JobOutcomes>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<AreaControls>();
        services.AddSingleton<DatabaseAbsence>();
        services.AddHostedService<ProfileScheduler>();
        return services;
    }

    /// <summary>
    /// The worker's login is allowed nothing by itself; the scheduler's connections act in the worker's role from their start.
    /// </summary>
    private static string AsWorkerRole(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "nexusgo-fx schedule", MinPoolSize = 0,
            MaxPoolSize = Connections };

        // Its rows are locked for moments only: a worker that is suspended while it holds one must not stop the schedule of all.
        builder.Options = $"{builder.Options} -c role=nexusgo_worker -c idle_in_transaction_session_timeout=10s".Trim();
        return builder.ConnectionString;
    }
}
