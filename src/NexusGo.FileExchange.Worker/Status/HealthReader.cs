using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>A table of health, and the facts it was judged by.</summary>
/// <param name="Table">Worst first, with reasons.</param>
/// <param name="Areas">What is known of each area, in the order of their ids.</param>
/// <param name="Service">What is known of the service.</param>
public sealed record HealthReport(HealthTable Table, IReadOnlyList<AreaFacts> Areas, ServiceFacts Service);

/// <summary>
/// Puts together what health is judged by: the configuration as it is on the disk, the database, the keys and the disks of this machine. A
/// verb and a page beside the worker get the same.
/// </summary>
/// <param name="database">The database; null: none runs.</param>
/// <param name="time">The clock.</param>
/// <param name="partner">Where the partner's events without effect are known from; null: the database is asked, as the worker's
/// role.</param>
public sealed class HealthReader(ExchangeDatabase? database, TimeProvider time, Func<EventTroubles?>? partner = null)
{
    /// <summary>Longest wait for the database; a status that hangs with it would tell nothing.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Room that the log needs to say what is wrong.</summary>
    private const long LogFloorBytes = 64L << 20;

    /// <param name="configuration">As it was read just now.</param>
    /// <param name="only">One area; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HealthReport> ReadAsync(WorkerConfiguration configuration, CustomerId? only, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (facts, troubles, problem) = await AskDatabaseAsync(configuration, only, now, cancellationToken);
        var keys = (await KeyConfiguration.CheckAsync(configuration, time, cancellationToken)).ToLookup(finding => finding.Owner,
            finding => new KeyState(finding.What.ToString(), finding.Severity != KeySeverity.Warning));
        var workers = facts?.LivingWorkers ?? [];
        var arrivals = problem is null ? await ArrivalsAsync(configuration, now, cancellationToken) : null;
        var areas = AreasOf(configuration).Where(area => only is null || area.Id == only.Value.Value).Select(area => new AreaFacts
        {
            Now = now,
            Area = area.Id,
            Profile = area.Profile,
            ConfigurationProblems = area.Problems,
            Counts = facts?.Areas.GetValueOrDefault(area.Id) ?? new AreaCounts { Customer = area.Id },
            Jobs = [.. facts?.Jobs[area.Id] ?? []],
            LivingWorkers = workers,
            Keys = [.. keys[area.Id]],
            Arrivals = arrivals?.GetValueOrDefault(area.Id),
        }).OrderBy(area => area.Area, StringComparer.Ordinal).ToList();
        var service = new ServiceFacts
        {
            Now = now,
            DatabaseProblem = problem,
            ClockOffset = facts is null ? TimeSpan.Zero : facts.DatabaseClock - time.GetUtcNow(),
            LivingWorkers = workers,
            ConfigurationProblems = [.. configuration.Problems.Except(configuration.Customers.Problems).Select(one => one.ToString())],
            MasterKeyProblem = problem is null ? await MasterKeyProblemAsync(configuration.Settings, cancellationToken) : null,
            Keys = [.. keys[KeyPlace.Ours]],
            Disks = [.. DisksOf(configuration.Settings)],
            Production = troubles,
        };
        return new HealthReport(HealthTable.Judge(service, areas), areas, service);
    }

    private async Task<(ExchangeFacts? Facts, EventTroubles? Troubles, string? Problem)> AskDatabaseAsync(WorkerConfiguration configuration,
        CustomerId? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (database is null)
        {
            return (null, null, "no worker runs, and with it no private PostgreSQL (systemctl status nexusgo-fileexchange)");
        }

        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var facts = await new ExchangeFactsStore(database).ReadAsync(now, only, either.Token);
            var troubles = configuration.Production is null ? null : partner is not null ? partner()
                : await new HeldEventStore(database, time, NullLogger<HeldEventStore>.Instance).LookAsync(either.Token);
            return (facts, troubles, null);
        }
        catch (FileExchangeException failure)
        {
            return (null, null, $"{failure.Reason}: {failure.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null, $"the database has not answered within {Longest.TotalSeconds:0} s");
        }
    }

    /// <summary>Asked for the customers alone of whom something is expected.</summary>
    private async Task<IReadOnlyDictionary<string, ArrivalFacts>?> ArrivalsAsync(WorkerConfiguration configuration, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        string[] expecting = [.. configuration.Customers.Files.Select(file => file.Profile).OfType<CustomerProfile>()
            .Where(profile => profile.Arrivals.IsOn).Select(profile => profile.CustomerId)];
        return expecting.Length == 0 ? null : await new ArrivalStore(database!).OfAsync(expecting, now, cancellationToken);
    }

    /// <summary>Every area there is: customers by their files, those whose file is gone, and the production partner.</summary>
    private static IEnumerable<(string Id, CustomerProfile? Profile, IReadOnlyList<string> Problems)> AreasOf(
        WorkerConfiguration configuration)
    {
        var last = FileExchangeServices.LastProfilesOf(configuration.Settings);
        var files = configuration.Customers.Files.Where(file => CustomerId.IsValid(file.IdByName)).ToList();
        foreach (var file in files)
        {
            yield return (file.IdByName, file.Profile ?? last.FindInUse(file.IdByName), [.. file.Problems.Select(one => one.ToString())]);
        }

        if (configuration.Production is { } production)
        {
            yield return (CustomerId.Production.Value, production.AsArea(), []);
        }

        foreach (var retired in last.Without(files.Select(file => file.IdByName).ToHashSet(StringComparer.Ordinal)))
        {
            yield return (retired.CustomerId, retired, []);
        }
    }

    private async Task<string?> MasterKeyProblemAsync(WorkerSettings settings, CancellationToken cancellationToken)
    {
        // A command may ask a key store or a person: the worker asks it at its start, and nobody for every look.
        if (settings.Vault.MasterKeyFile is not { } file || !MayRead(settings))
        {
            return null;
        }

        try
        {
            using var key = Wiring.MasterKeyOf(settings.Vault);
            await new MasterKeyRotation(key, new CustomerKeyStore(database!)).CheckAsync(cancellationToken);
            return null;
        }
        catch (FileExchangeException failure) when (failure.Reason is FailureReason.SecretUnavailable or FailureReason.MasterKeyWrong)
        {
            return file.StartsWith("credential:", StringComparison.Ordinal) && failure.Reason == FailureReason.SecretUnavailable
                ? null : failure.Message.TrimEnd('.');
        }
    }

    /// <summary>
    /// Root and the user whom the data belongs to can say something of secrets; others would report their own lack of rights.
    /// </summary>
    private static bool MayRead(WorkerSettings settings) => FileOwnership.CurrentUserId == 0
        || FileOwnership.Of(settings.DataDirectory)?.UserId == FileOwnership.CurrentUserId;

    private static IEnumerable<DiskState> DisksOf(WorkerSettings settings)
    {
        foreach (var (what, path, floor) in new[]
        {
            ("data and spool", settings.DataDirectory, settings.FreeSpaceFloorBytes),
            ("the log", settings.Logging.Directory!, LogFloorBytes),
        })
        {
            if (FreeBytesOf(path) is { } free)
            {
                yield return new DiskState(what, path, free, floor);
            }
        }
    }

    private static long? FreeBytesOf(string path)
    {
        try
        {
            return Directory.Exists(path) ? new DriveInfo(path).AvailableFreeSpace : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
