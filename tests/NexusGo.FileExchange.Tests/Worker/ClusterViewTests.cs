using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Jobs;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class ClusterViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_worker_is_told_with_what_it_has_and_what_nobody_has_is_named()
    {
        var output = new StringWriter();
        View([("ACME", "one", 5, 3), ("BOLT", "one", 5, 9), ("CITY", "two", 5, 4), ("DUKE", "dead", -1, 60), ("EAST", null, 0, 60)])
            .Print(output);
        Assert.Equal(
            ["one  2 inbox(es), the oldest last look 9 s ago (BOLT)", "two  1 inbox(es), the oldest last look 4 s ago (CITY)",
                "2 inbox(es) that no worker has: DUKE, EAST",
                "database: 40 of 97 connections open, 38 ours, 3 of them at work; these workers take at most 54 with verbs"],
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// Whoever holds a connection while it waits for another of the same pool has a place among fewer than there are connections.
    /// </summary>
    [Fact]
    public void Some_connections_of_the_rooms_are_always_free_for_what_is_over_in_a_moment()
    {
        Assert.True(StoringSlots.All + Scheduling.MostJobs < ExchangeDatabase.RoomConnections);
        Assert.True(StoringSlots.All < ExchangeDatabase.VaultConnections);
        Assert.InRange(ConnectionBudget.OfOneWorker, 1, 30);
    }

    private static ClusterView View((string Area, string? Owner, int LeaseSeconds, int LookedSecondsAgo)[] areas)
    {
        var facts = areas.Select(area => new AreaFacts
        {
            Now = Now,
            Area = area.Area,
            Counts = new AreaCounts { Customer = area.Area, LeaseOwner = area.Owner, LeaseUntil = area.Owner is null ? null
                : Now.AddSeconds(area.LeaseSeconds) },
            Jobs = [new JobState { Area = area.Area, Job = AreaPolling.PickUp, EndedAt = Now.AddSeconds(-area.LookedSecondsAgo) }],
        }).ToList();
        var service = new ServiceFacts { Now = Now, LivingWorkers = ["two", "one"] };
        return ClusterView.Of(new HealthReport(HealthTable.Judge(service, facts), facts, service), new ConnectionUse(97, 40, 38, 3));
    }
}
