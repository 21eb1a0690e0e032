using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>The keys of a configuration as it was read from its folder, before any worker uses it.</summary>
internal static class KeyConfiguration
{
    public static Task<KeyInventory> TakeAsync(WorkerConfiguration configuration, KeyReader reader, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        KeyInventory.TakeAsync(reader, configuration.SettingsFile, configuration.Settings.OpenPgp.KeysDirectory!,
            [.. configuration.Customers.Files.Where(file => file.Profile is not null).Select(file => (file.Profile!, file.File)),
            .. PartnerOf(configuration)], now, cancellationToken);

    /// <summary>The production partner's area with its file, if there is one: its keys are looked after like a customer's.</summary>
    public static IEnumerable<(CustomerProfile Profile, string File)> PartnerOf(WorkerConfiguration configuration) =>
        configuration.Production is { } production ? [(production.AsArea(), configuration.PartnerFile)] : [];

    /// <summary>Opens every key as the worker would: reads all of them, and unlocks ours.</summary>
    public static async Task<IReadOnlyList<KeyFinding>> CheckAsync(WorkerConfiguration configuration, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using var reader = new KeyReader(time);
        var now = time.GetUtcNow();
        var findings = (await TakeAsync(configuration, reader, now, cancellationToken)).Findings.ToList();
        if (!findings.Exists(finding => finding is { Severity: KeySeverity.Problem, Owner: KeyPlace.Ours })
            && await TryOwnKeysAsync(configuration, time, SwedishTime.DateOf(now)) is { } problem)
        {
            findings.Add(problem);
        }

        return [.. findings.Select(finding => finding with { What = WithLine(finding.What) })];
    }

    private static async Task<KeyFinding?> TryOwnKeysAsync(WorkerConfiguration configuration, TimeProvider time, DateOnly today)
    {
        var (settings, own) = (configuration.Settings, OwnKeys.Read(configuration.Settings.OpenPgp.KeysDirectory!));

        try
        {
            var options = new OpenPgpEngineOptions { OwnKeys = own.InUse(today, settings.OpenPgp.Passphrase) };
            await using var engine = new OpenPgpEngine(options, time, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
            engine.Start();
            return null;
        }
        catch (FileExchangeException failure)
        {
            return new KeyFinding(KeySeverity.Problem, KeyPlace.Ours, null,
                new ConfigurationProblem(configuration.SettingsFile, 0, 0, OpenPgpNeeds.KeysSetting,
                failure.Message.TrimEnd('.'), "keys that open and sign",
                "Restore the files from their copy, or make a new key: nexusgo-fx keys rotate"));
        }
    }

    /// <summary>Adds the line, where the setting stands in a customer's file or the partner's.</summary>
    private static ConfigurationProblem WithLine(ConfigurationProblem problem) =>
        problem.Setting.StartsWith(nameof(AppSettingsFile.FileExchange), StringComparison.Ordinal) ? problem
            : SettingLookup.WithPlace(problem);
}
