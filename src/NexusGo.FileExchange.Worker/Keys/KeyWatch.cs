using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>
/// Looks at every key in use, at the start, after each change of a customer's file and once an hour. What it finds is in
/// <see cref="Findings"/> for the status, in the log once on each day (Swedish calendar), and noted in <see cref="KeyExpiry"/> for the
/// answers.
/// </summary>
internal sealed class KeyWatch(
    WorkerSettings settings, WorkerConfiguration configuration, CustomerRegistry customers, BureauKeys ours, KeyExpiry expiry,
    TimeProvider time, ILogger<KeyWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly KeyReader reader = new(time);
    private readonly SemaphoreSlim changed = new(0);
    private readonly Dictionary<(string Owner, string Setting, string? Fingerprint), DateOnly> told = [];
    private volatile IReadOnlyList<KeyFinding> findings = [];

    /// <summary>What the last look found.</summary>
    public IReadOnlyList<KeyFinding> Findings => findings;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void OnChanged() => changed.Release();
        customers.Changed += OnChanged;
        try
        {
            // Not before the host is up: many certificates take a while.
            await Task.Yield();
            while (true)
            {
                await LookAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            customers.Changed -= OnChanged;
            await reader.DisposeAsync();
        }
    }

    /// <summary>One look. A failure is told and forgotten: the next look is soon enough.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            (CustomerProfile, string)[] profiles =
                [.. customers.Current.Select(profile => (profile, Path.Combine(customers.Folder, $"{profile.CustomerId}.json"))),
                .. KeyConfiguration.PartnerOf(configuration)];
            var inventory = await KeyInventory.TakeAsync(reader, configuration.SettingsFile, settings.OpenPgp.KeysDirectory!, profiles, now,
                cancellationToken);
            foreach (var (place, keys) in inventory.Places)
            {
                foreach (var key in keys)
                {
                    expiry.Note(key.Fingerprint, place.EndOf(key));
                }
            }

            var today = SwedishTime.DateOf(now);
            IReadOnlyList<KeyFinding> found = [.. inventory.Findings, .. NotAsLoaded(inventory, today)];
            findings = found;
            Tell(found, today);
        }
        catch (FileExchangeException failure)
        {
            OpenPgpLog.KeysNotLookedAt(logger, failure.Reason, failure.Message);
        }
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    /// <summary>Our keys are loaded once: a rotation, or the last day of an old key, takes effect when the worker starts again.</summary>
    private IEnumerable<KeyFinding> NotAsLoaded(KeyInventory inventory, DateOnly today)
    {
        var inUse = inventory.Places.Select(at => at.Place.Own).OfType<OwnKey>().Where(key => key.IsInUse(today))
            .Select(key => key.Fingerprint).ToArray();
        var missing = inUse.Except(ours.Fingerprints).FirstOrDefault();
        var extra = ours.Fingerprints.Except(inUse).FirstOrDefault();
        if (missing is not null || (extra is not null && inUse.Length > 0))
        {
            yield return new KeyFinding(missing is null ? KeySeverity.Warning : KeySeverity.Urgent, KeyPlace.Ours, missing ?? extra,
                new ConfigurationProblem(
                configuration.SettingsFile, 0, 0, OpenPgpNeeds.KeysSetting,
                missing is null ? $"a key past its last day that this worker still opens files with: {extra}"
                    : $"a key that this worker has not loaded: {missing}",
                "the keys of the list", "Restart the worker: systemctl restart nexusgo-fileexchange"));
        }
    }

    private void Tell(IReadOnlyList<KeyFinding> found, DateOnly today)
    {
        foreach (var finding in found)
        {
            var about = (finding.Owner, finding.What.Setting, finding.Fingerprint);
            if (told.TryGetValue(about, out var day) && day == today)
            {
                continue;
            }

            told[about] = today;
            if (finding.Severity == KeySeverity.Warning)
            {
                OpenPgpLog.KeyWarning(logger, finding.Owner, finding.What.ToString());
            }
            else
            {
                OpenPgpLog.KeyUrgent(logger, finding.Owner, finding.What.ToString());
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = changed.WaitAsync(enough.Token);
        await Task.WhenAny(signal, Task.Delay(Interval, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        while (changed.Wait(0, CancellationToken.None))
        {
            // Several changes at once are one.
        }
    }
}
