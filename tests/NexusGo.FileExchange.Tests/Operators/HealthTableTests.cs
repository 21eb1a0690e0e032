using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Tests.Operators;

/// <summary>
/// Every rule of health: one line of facts that it finds, with its level and words. Facts that are as they should be find nothing.
/// </summary>
public sealed class HealthTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly AreaFacts GoodArea = new()
    {
        Now = Now,
        Area = "ACME",
        Profile = new CustomerProfile { CustomerId = "ACME" },
        Counts = new AreaCounts { Customer = "ACME", LeaseOwner = "w/1", LeaseUntil = Now.AddSeconds(10), Out = 4,
            WaitingReports = 1, OldestWaitingReport = Now.AddMinutes(-1), OpenFiles = 1, OldestOpenFile = Now.AddMinutes(-1) },
        LivingWorkers = ["w/1"],
        Jobs = [Job("pick-up", Now.AddSeconds(-10))],
    };

    private static readonly ServiceFacts GoodService = new()
    {
        Now = Now, LivingWorkers = ["w/1"], Disks = [new DiskState("data", "/var/lib", 10L << 30, 1L << 30)],
        Production = new EventTroubles(0, null, 0, []),
    };

    public static TheoryData<string, HealthLevel, string, AreaFacts> AreaCases() => new()
    {
        { "configuration", HealthLevel.Degraded, "its last good file is in use: ACME.json:3:5",
            GoodArea with { ConfigurationProblems = ["ACME.json:3:5: Remote.Port: found 0", "more"] } },
        { "configuration", HealthLevel.Down, "has no good file, so nothing is exchanged",
            GoodArea with { Profile = null, ConfigurationProblems = ["ACME.json:3:5"] } },
        { "retired", HealthLevel.Degraded, "looked after by its last one", GoodArea with { Profile = GoodArea.Profile! with
            { IsRetired = true, Enabled = false } } },
        { "paused", HealthLevel.Degraded, "paused by anna until 2026-03-02 13:00Z: server moves", Paused(Now.AddHours(1)) },
        { "paused", HealthLevel.Degraded, "until it is resumed", Paused(null) },
        { "failing", HealthLevel.Degraded, "pick-up failed 2 time(s) in a row: RemoteUnreachable: no route; tried again in 8 s",
            Failing("RemoteUnreachable", Now.AddMinutes(-1)) },
        { "failing", HealthLevel.Down, "pick-up failed", Failing("RemoteUnreachable", Now.AddMinutes(-11)) },
        { "failing", HealthLevel.Down, "RemoteHostKey", Failing("RemoteHostKey", Now) },
        { "failing", HealthLevel.Degraded, "sweep failed 1 time(s) in a row: a defect, see the log", GoodArea with
            { Jobs = [.. GoodArea.Jobs, Job("sweep", Now) with { Failures = 1, FailingSince = Now.AddDays(-1) }] } },
        { "poll", HealthLevel.Degraded, "not polled for 90 s, should be every 10 s",
            GoodArea with { Jobs = [Job("pick-up", Now.AddSeconds(-90))] } },
        { "poll", HealthLevel.Down, "not polled for 15 min", GoodArea with { Jobs = [Job("pick-up", Now.AddMinutes(-15))] } },
        { "poll", HealthLevel.Degraded, "never polled", GoodArea with { Jobs = [] } },
        { "stalled", HealthLevel.Degraded, "pick-up has been under way for 2 h",
            GoodArea with { Jobs = [Job("pick-up", Now.AddHours(-3)) with
            { Owner = "w/1", RunningSince = Now.AddHours(-2) }] } },
        { "lease", HealthLevel.Degraded, "no worker has it", Counting(counts => counts with { LeaseUntil = Now.AddMinutes(-3) }) },
        { "undelivered", HealthLevel.Degraded, "2 files cannot be delivered: RemoteFull: /out/receipts: quota",
            Counting(counts => counts with
            { WaitingReports = 2, WaitingReport = new Trouble(Now, "RemoteFull", "/out/receipts: quota") }) },
        { "undelivered", HealthLevel.Degraded, "1 file made and not delivered", Counting(counts => counts with
            { OldestWaitingReport = Now.AddMinutes(-16) }) },
        { "unreadable", HealthLevel.Degraded, "1 file cannot be finished, tried again: RemoteDenied: /in/ORD_1.csv: Permission denied",
            Counting(counts => counts with { FailingFiles = 1, FailingFile = new Trouble(Now, "RemoteDenied",
                "/in/ORD_1.csv: Permission denied") }) },
        { "unanswered", HealthLevel.Degraded, "1 file claimed and not finished", Counting(counts => counts with
            { OldestOpenFile = Now.AddMinutes(-31) }) },
        { "unclaimed", HealthLevel.Degraded, "1 entries lie in the inbox and are not taken, the oldest /in/ORD_9.csv", Counting(counts =>
            counts with { Unclaimed = 1, OldestUnclaimed = Now.AddHours(-1), OldestUnclaimedName = "/in/ORD_9.csv" }) },
        { "not-removed", HealthLevel.Degraded, "1 file consumed and not removed: RemoteDenied: /out", Counting(counts => counts with
            { ToRemove = 1, OldestToRemove = Now, Removal = new Trouble(Now, "RemoteDenied", "/out") }) },
        { "not-removed", HealthLevel.Degraded, "1 file consumed and not removed", Counting(counts => counts with
            { ToRemove = 1, OldestToRemove = Now.AddHours(-25) }) },
        { "uncollected", HealthLevel.Degraded, "4 files delivered and collected by nobody",
            Counting(counts => counts with { Uncollected = 4 }) },
        { "expected", HealthLevel.Degraded, "no order file came today, expected before 10:00",
            Arriving(new ArrivalSettings { By = TimeSpan.FromHours(10) }) },
        { "silence", HealthLevel.Degraded, "no order file for 3 d, which is unusual",
            Arriving(new ArrivalSettings { Silence = TimeSpan.FromDays(2) }) },
        { "sequence-gap", HealthLevel.Degraded, "no order file with sequence number 17 came",
            Arriving(new ArrivalSettings { Gaps = true }) },
        { "server-changed", HealthLevel.Degraded, "its server /out/errors/ worked and does not (if that is meant: nexusgo-fx probe ACME",
            Counting(counts => counts with { ServerChanges = "/out/errors/ worked and does not", ServerChangedAt = Now }) },
        { "changed", HealthLevel.Good, "1 file changed after delivery", Counting(counts => counts with { Changed = 1 }) },
        { "quarantined", HealthLevel.Good, "quarantine list ACME", Counting(counts => counts with { Quarantined = 1 }) },
        { "foreign-entries", HealthLevel.Good, "no files for us", Counting(counts => counts with { ForeignEntries = 1 }) },
        { "hold", HealthLevel.Good, "2 hold(s) on erasure",
            Counting(counts => counts with { Holds = 2, NearestHoldEnd = Now.AddDays(1) }) },
        { "stage", HealthLevel.Degraded, "5 card(s) for longer than agreed in one stage, the oldest ORDERED", Counting(counts => counts with
            { OverdueCards = 5, OverdueStatus = "ORDERED" }) },
        { "openpgp-key", HealthLevel.Degraded, "ends in 5 day(s) (and 1 more", GoodArea with
            { Keys = [new KeyState("ends in 50 day(s)", false), new KeyState("ends in 5 day(s)", true)] } },
        { "openpgp-key", HealthLevel.Good, "ends in 50 day(s)", GoodArea with { Keys = [new KeyState("ends in 50 day(s)", false)] } },
    };

    public static TheoryData<string, HealthLevel, string, ServiceFacts> ServiceCases() => new()
    {
        { "database", HealthLevel.Down, "DatabaseUnavailable", GoodService with { DatabaseProblem = "DatabaseUnavailable: away",
            LivingWorkers = [] } },
        { "workers", HealthLevel.Down, "no worker runs", GoodService with { LivingWorkers = [] } },
        { "master-key", HealthLevel.Down, "not the one", GoodService with { MasterKeyProblem = "The master key is not the one" } },
        { "configuration", HealthLevel.Degraded, "appsettings.json:4:2",
            GoodService with { ConfigurationProblems = ["appsettings.json:4:2"] } },
        { "disk", HealthLevel.Down, "the disk of the log (/var/log) has 10 MiB free, needed are 64 MiB", GoodService with
            { Disks = [.. GoodService.Disks, new DiskState("the log", "/var/log", 10 << 20, 64 << 20)] } },
        { "disk", HealthLevel.Degraded, "has 100 MiB free",
            GoodService with { Disks = [new DiskState("data", "/", 100 << 20, 64 << 20)] } },
        { "clock", HealthLevel.Degraded, "differ by 3.5 s", GoodService with { ClockOffset = TimeSpan.FromSeconds(-3.5) } },
        { "openpgp-key", HealthLevel.Degraded, "ended", GoodService with { Keys = [new KeyState("ended", true)] } },
        { "held-events", HealthLevel.Degraded, "2 report(s)", GoodService with { Production = new EventTroubles(2, Now, 0, []) } },
        { "refused-events", HealthLevel.Good, "3 event(s)", GoodService with { Production = new EventTroubles(0, null, 3, []) } },
        { "not-taken", HealthLevel.Degraded, "1 batch(es)",
            GoodService with { Production = new EventTroubles(0, null, 0, []) { NotTaken = 1 } } },
    };

    [Theory]
    [MemberData(nameof(AreaCases))]
    public void Nasty98_A_rule_finds_what_is_wrong_with_an_area(string rule, HealthLevel level, string words, AreaFacts facts)
    {
        var row = Assert.Single(HealthTable.Judge(GoodService, [facts]).Rows, row => row.Rule == rule);
        Assert.Equal(("ACME", level), (row.Area, row.Level));
        Assert.Contains(words, row.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServiceCases))]
    public void A_rule_finds_what_is_wrong_with_the_service(string rule, HealthLevel level, string words, ServiceFacts facts)
    {
        var row = Assert.Single(HealthTable.Judge(facts, [GoodArea]).Rows, row => row.Rule == rule);
        Assert.Equal(("", level), (row.Area, row.Level));
        Assert.Contains(words, row.Reason, StringComparison.Ordinal);
    }

    private static AreaFacts Arriving(ArrivalSettings settings) => GoodArea with
    {
        Profile = GoodArea.Profile! with { Arrivals = settings }, Arrivals = new ArrivalFacts(Now.AddDays(-3), 17, null),
    };

    [Fact]
    public void Every_rule_has_a_case_and_what_is_as_it_should_be_is_good()
    {
        Assert.Equal(AreaRules.All.Select(rule => rule.Name).Order(), AreaCases().Select(one => (string)one[0]).Distinct()
            .Order());
        Assert.Equal(ServiceRules.All.Select(rule => rule.Name).Order(),
            ServiceCases().Select(one => (string)one[0]).Distinct().Order());
        var table = HealthTable.Judge(GoodService, [GoodArea]);
        Assert.Empty(table.Rows);
        Assert.Equal((HealthLevel.Good, HealthLevel.Good), (table.Level, table.LevelOf("ACME")));
    }

    [Fact]
    public void A_long_run_of_a_worker_that_lives_is_no_late_poll_and_a_rest_is_none_either()
    {
        var running =
            GoodArea with { Jobs = [Job("pick-up", Now.AddMinutes(-30)) with { Owner = "w/1", RunningSince = Now.AddMinutes(-30) }] };
        Assert.Empty(HealthTable.Judge(GoodService, [running]).Rows);
        Assert.Equal("poll", Assert.Single(HealthTable.Judge(GoodService, [running with { LivingWorkers = ["w/2"] }]).Rows).Rule);
        Assert.Equal("paused", Assert.Single(HealthTable.Judge(GoodService, [Paused(null) with { Jobs = [] }]).Rows).Rule);
        Assert.Empty(HealthTable.Judge(GoodService, [Paused(Now)]).Rows);
    }

    [Fact]
    public void The_service_is_down_only_when_everybody_is_or_a_rule_of_its_own_says_so()
    {
        var (down, other) = (Failing("RemoteHostKey", Now), GoodArea with { Area = "BETA" });
        Assert.Equal(HealthLevel.Degraded, HealthTable.Judge(GoodService, [down, other]).Level);
        Assert.Equal(HealthLevel.Down, HealthTable.Judge(GoodService, [down, down with { Area = "BETA" }]).Level);
        var away = HealthTable.Judge(GoodService with { DatabaseProblem = "away" }, [other]);
        Assert.Equal((HealthLevel.Down, HealthLevel.Down), (away.Level, away.LevelOf("BETA")));
    }

    private static AreaFacts Counting(Func<AreaCounts, AreaCounts> change) => GoodArea with { Counts = change(GoodArea.Counts) };

    private static AreaFacts Paused(DateTimeOffset? until) => Counting(counts => counts with
    {
        Pause = new AreaPause(Now.AddMinutes(-5), until, "server moves", "anna"),
    });

    private static AreaFacts Failing(string reason, DateTimeOffset since) => GoodArea with
    {
        Jobs = [Job("pick-up", Now) with { Failures = 2, FailingSince = since, Reason = reason, Message = "no route.",
            NotBefore = Now.AddSeconds(8) }],
    };

    private static JobState Job(string name, DateTimeOffset ended) => new() { Area = "ACME", Job = name, EndedAt = ended };
}
