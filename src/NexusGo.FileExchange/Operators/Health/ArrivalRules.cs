using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Operators.Health;

/// <summary>What is known of a customer's order files lately.</summary>
/// <param name="LastOrderAt">When the last one was taken; null: none ever was.</param>
/// <param name="MissingNumber">A sequence number between those of the last 30 days that no file had; null: none is missing.</param>
/// <param name="ForgivenUntil">Until when operators expect nothing; null: they expect what was agreed.</param>
public sealed record ArrivalFacts(DateTimeOffset? LastOrderAt, long? MissingNumber, DateTimeOffset? ForgivenUntil);

/// <summary>Orders that were expected and did not come.</summary>
internal static class ArrivalRules
{
    /// <summary>Finds that no order came today. Judged only on days on which orders are expected, from the agreed time on.</summary>
    public static HealthFinding? Expected(AreaFacts facts)
    {
        if (Settings(facts) is not { By: { } by } settings)
        {
            return null;
        }

        var today = SwedishTime.DateOf(facts.Now);
        var due = SwedishTime.StartOf(today) + by;
        var isExpected = settings.Days == ArrivalDays.EveryDay || BankDays.IsBankDay(today);
        return !isExpected || facts.Now < due || facts.Arrivals!.LastOrderAt >= SwedishTime.StartOf(today) ? null
            : new(HealthLevel.Degraded, string.Create(CultureInfo.InvariantCulture,
                $@"no order file came today, expected before {by:hh\:mm} (to expect none: nexusgo-fx forgive {facts.Area})"), due);
    }

    public static HealthFinding? Silent(AreaFacts facts) =>
        Settings(facts) is { Silence: { } longest } && facts.Arrivals!.LastOrderAt is { } last && facts.Now - last > longest
            ? new(HealthLevel.Degraded, $"no order file for {Age.Of(facts.Now - last)}, which is unusual", last) : null;

    public static HealthFinding? Gap(AreaFacts facts) =>
        Settings(facts) is { Gaps: true } && facts.Arrivals!.MissingNumber is { } number
            ? new(HealthLevel.Degraded, string.Create(CultureInfo.InvariantCulture, $"no order file with sequence number {number} came"))
            : null;

    private static ArrivalSettings? Settings(AreaFacts facts) => facts is { IsEnabled: true, Arrivals: { } arrivals }
        && !facts.IsPaused && !(arrivals.ForgivenUntil > facts.Now) ? facts.Profile!.Arrivals : null;
}
