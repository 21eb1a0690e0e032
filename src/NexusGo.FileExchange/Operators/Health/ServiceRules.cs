using System.Globalization;
using NexusGo.FileExchange.Production;
using static NexusGo.FileExchange.Operators.Health.HealthLevel;

namespace NexusGo.FileExchange.Operators.Health;

/// <summary>The rules by which the service as a whole is judged.</summary>
public static class ServiceRules
{
    public static IReadOnlyList<HealthRule<ServiceFacts>> All { get; } =
    [
        new("database", facts => facts.DatabaseProblem is { } problem ? new(Down, problem) : null),
        new("workers", facts => facts.DatabaseProblem is null && facts.LivingWorkers.Count == 0
            ? new(Down, "no worker runs (systemctl status nexusgo-fileexchange)") : null),
        new("master-key", facts => facts.MasterKeyProblem is { } problem ? new(Down, problem) : null),
        new("configuration", facts => facts.ConfigurationProblems.Count > 0
            ? new(Degraded, facts.ConfigurationProblems[0] + (facts.ConfigurationProblems.Count > 1
                ? Text($" (and {facts.ConfigurationProblems.Count - 1} more, see: nexusgo-fx check-config)") : "")
                + "; a worker would not start again") : null),
        new("disk", Disk),
        new("clock", facts => facts.ClockOffset.Duration() > HealthLimits.ClockOffset
            ? new(Degraded,
            Text($"the clocks of this machine and of the database differ by {facts.ClockOffset.Duration().TotalSeconds:0.0} s")) : null),
        new("openpgp-key", facts => AreaRules.Keys(facts.Keys)),
        new("held-events", facts => facts.Production is { Held: > 0 } production
            ? new(Degraded, Text($"{production.Held} report(s) of finished cards are held, see: nexusgo-fx production held"),
            production.HeldSince) : null),
        new("refused-events", facts => facts.Production is { Refused: > 0 } production
            ? new(Good,
            Text($"{production.Refused} event(s) of the production partner refused within {EventTroubles.RefusedWithin.Days} days"))
            : null),
        new("not-taken", facts => facts.Production is { NotTaken: > 0 } production
            ? new(Degraded,
            Text($"{production.NotTaken} batch(es) or cancellation(s) not taken by the production partner, to write one anew: ")
                + "nexusgo-fx production reissue") : null, IsLate: true),
    ];

    private static HealthFinding? Disk(ServiceFacts facts) => facts.Disks
        .Where(disk => disk.FreeBytes < disk.FloorBytes * 2).OrderBy(disk => disk.FreeBytes - disk.FloorBytes).FirstOrDefault() is { } full
        ? new(full.FreeBytes < full.FloorBytes ? Down : Degraded,
            Text($"the disk of {full.For} ({full.Path}) has {full.FreeBytes >> 20} MiB free, needed are {full.FloorBytes >> 20} MiB"))
            : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
