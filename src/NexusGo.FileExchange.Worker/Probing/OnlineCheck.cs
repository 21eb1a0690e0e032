using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Probing;

/// <summary>
/// Whether the database and every customer's server let us in: tables, master key, host key, log-in, and a look at the inbox. Changes
/// nothing anywhere, so it may be asked beside a worker and before one ever ran.
/// </summary>
internal static class OnlineCheck
{
    private const int ServersAtOnce = 8;

    public const string Database = "database";

    public static async Task<IReadOnlyList<ProbeStep>> RunAsync(WorkerConfiguration configuration, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var profiles = configuration.Customers.Files.Select(file => file.Profile).OfType<CustomerProfile>()
            .Concat(configuration.Production is { } partner ? [partner.AsArea()] : []).ToList();
        var steps = new ProbeStep[profiles.Count];
        await using var run = CommandFolder.Create(configuration.Settings);
        using var factory = new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = run.Path }, time,
            NullLoggerFactory.Instance);
        await Parallel.ForEachAsync(Enumerable.Range(0, profiles.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ServersAtOnce, CancellationToken = cancellationToken },
            async (at, token) => steps[at] = await ServerAsync(factory, profiles[at], time, token));
        return [await DatabaseAsync(configuration, time, cancellationToken), .. steps];
    }

    private static async Task<ProbeStep> ServerAsync(RemoteFolderFactory factory, CustomerProfile profile, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!profile.Enabled)
        {
            return new ProbeStep(profile.CustomerId, ProbeResult.Skipped, "is disabled in its file");
        }

        try
        {
            var began = time.GetTimestamp();
            await using var session = await factory.ConnectAsync(RemoteSessions.EndpointOf(profile), cancellationToken);
            var entries = 0;
            await foreach (var _ in session.ListAsync(RemotePath.Folder(profile.Folders.In), null, cancellationToken))
            {
                entries++;
            }

            return new ProbeStep(profile.CustomerId, ProbeResult.Good, string.Create(CultureInfo.InvariantCulture,
                $"host key and log-in are good, {profile.Folders.In} has {entries} entries; engine {profile.Remote.Engine}, ")
                + string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(began).TotalMilliseconds:0} ms"));
        }
        catch (RemoteFolderException failure)
        {
            return new ProbeStep(profile.CustomerId, ProbeResult.Failed,
                $"{failure.Reason}: {failure.Message.TrimEnd('.')}. Step by step: nexusgo-fx probe {profile.CustomerId}");
        }
    }

    private static async Task<ProbeStep> DatabaseAsync(WorkerConfiguration configuration, TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var database = CommandDatabase.FindRunning(configuration);
            if (database is null)
            {
                return new ProbeStep(Database, ProbeResult.Skipped, "the private PostgreSQL does not run: the service starts it");
            }

            await Wiring.EnsureCurrentAsync(database.Access, time, cancellationToken);
            using var master = Wiring.MasterKeyOf(configuration.Settings.Vault);
            await new MasterKeyRotation(master, new CustomerKeyStore(database.Exchange)).CheckAsync(cancellationToken);
            return new ProbeStep(Database, ProbeResult.Good, "answers, its tables are of this version, the master key fits");
        }
        catch (FileExchangeException failure)
        {
            return new ProbeStep(Database, ProbeResult.Failed, $"{failure.Reason}: {failure.Message}");
        }
    }
}
