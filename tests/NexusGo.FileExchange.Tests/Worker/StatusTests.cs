using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>How the table of health is shown.</summary>
public sealed class StatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Worst_comes_first_with_its_age_and_the_exit_code_is_the_level()
    {
        var report = Report(
            Area("ACME") with { Counts = new AreaCounts { Customer = "ACME", WaitingReports = 3, OldestWaitingReport = Now.AddHours(-2),
                WaitingReport = new Trouble(Now.AddHours(-2), "RemoteDenied", "/out/receipts: Permission denied") } },
            Area("BETA") with { Jobs = [new JobState { Area = "BETA", Job = "pick-up", EndedAt = Now.AddMinutes(-1), Failures = 9,
                FailingSince = Now.AddMinutes(-20), Reason = "RemoteUnreachable", Message = "sftp.example:22: Connection refused." }] },
            Area("CECIL"));

        var (code, lines) = Print(report, new StatusView());

        Assert.Equal((int)HealthLevel.Degraded, code);
        Assert.Equal("degraded  2 of 3 customer(s) need a look", lines[0]);
        Assert.Equal("down      BETA             failing         20 min    pick-up failed 9 time(s) in a row: RemoteUnreachable: "
            + "sftp.example:22: Connection refused", lines[1]);
        Assert.Equal("degraded  ACME             undelivered     2 h       3 files cannot be delivered: RemoteDenied: "
            + "/out/receipts: Permission denied", lines[2]);
        Assert.Equal("good      CECIL            polled 10 s ago", lines[3]);
        Assert.Equal((int)HealthLevel.Down, Print(report, new StatusView("BETA")).Code);
        Assert.Equal((int)HealthLevel.Good, Print(report, new StatusView("CECIL")).Code);
    }

    [Fact]
    public void A_thousand_customers_fit_on_a_screen_and_filters_leave_only_what_was_asked_for()
    {
        var areas = Enumerable.Range(0, 1000).Select(number => Area($"C{number:0000}")).ToArray();
        areas[7] = areas[7] with { Counts = new AreaCounts { Customer = "C0007", Quarantined = 1, OldestQuarantined = Now } };
        areas[8] = areas[8] with { Keys = [new KeyState("C0008.json: a key that ended", IsUrgent: true)] };
        areas[9] = areas[9] with { Counts = new AreaCounts { Customer = "C0009", OpenFiles = 1, OldestOpenFile = Now.AddHours(-1) } };
        var report = Report(areas);

        Assert.Equal(["degraded  2 of 1000 customer(s) need a look", "degraded  C0009", "degraded  C0008", "note      C0007",
            "good      998 m"],
            Print(report, new StatusView()).Lines.Select((line, at) => at == 0 ? line : line[..15]));
        Assert.Equal(["C0009", "C0008"], Print(report, new StatusView(OnlyFailing: true)).Lines[1..].Select(line => line[10..15]));
        Assert.Equal(["C0009"], Print(report, new StatusView(OnlyLate: true)).Lines[1..].Select(line => line[10..15]));
    }

    [Fact]
    public void Scripts_get_the_same_as_json()
    {
        var report =
            Report(Area("ACME") with { Counts = new AreaCounts { Customer = "ACME", OpenFiles = 1, OldestOpenFile = Now.AddHours(-1) } });
        using var output = new StringWriter();
        Assert.Equal(1, StatusCommand.Print(report, [], new StatusView(), json: true, output));

        using var json = JsonDocument.Parse(output.ToString());
        var row = json.RootElement.GetProperty("rows")[0];
        Assert.Equal(("Degraded", 1, "ACME", "unanswered", 3600, true), (json.RootElement.GetProperty("level").GetString(),
            json.RootElement.GetProperty("exit_code").GetInt32(), row.GetProperty("customer").GetString(),
            row.GetProperty("rule").GetString(),
            row.GetProperty("age_seconds").GetInt32(), row.GetProperty("late").GetBoolean()));
        Assert.Equal(1, json.RootElement.GetProperty("areas")[0].GetProperty("counts").GetProperty("open_files").GetInt32());
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(3 * 3600 + 300, "3 h 5 min")]
    [InlineData(6 * 86400 + 7200, "6 d 2 h")]
    [InlineData(-5, "0 s")]
    public void Ages_are_said_as_people_say_them(int seconds, string text) => Assert.Equal(text, Age.Of(TimeSpan.FromSeconds(seconds)));

    private static AreaFacts Area(string id) => new()
    {
        Now = Now,
        Area = id,
        Profile = new CustomerProfile { CustomerId = id },
        Counts = new AreaCounts { Customer = id },
        LivingWorkers = ["w/1"],
        Jobs = [new JobState { Area = id, Job = "pick-up", EndedAt = Now.AddSeconds(-10), SucceededAt = Now.AddSeconds(-10) }],
    };

    private static HealthReport Report(params AreaFacts[] areas)
    {
        var service = new ServiceFacts { Now = Now, LivingWorkers = ["w/1"] };
        return new HealthReport(HealthTable.Judge(service, areas), areas, service);
    }

    private static (int Code, string[] Lines) Print(HealthReport report, StatusView view)
    {
        using var output = new StringWriter();
        var code = StatusCommand.Print(report, [], view, json: false, output);
        return (code, output.ToString().TrimEnd('\n').Split('\n'));
    }
}
