using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>What status says out of the database.</summary>
public sealed class DatabaseStatusTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n";

    [Theory]
    [InlineData(FailureReason.RemoteFull, "DSA")]
    [InlineData(FailureReason.RemoteDenied, "DSB")]
    public async Task Answers_that_wait_are_counted_with_the_reason_why(FailureReason reason, string customer)
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, customer);
        rig.Hooks.Before = (verb, _) => verb == "publish" ? throw new RemoteFolderException(reason, true, false, "no") : Task.CompletedTask;
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync();

        var text = await PrintAsync(rig);

        Assert.Contains("open files: 1, the oldest ", text, StringComparison.Ordinal);
        Assert.Contains("answers and reports to deliver: 2, the oldest ", text, StringComparison.Ordinal);
        Assert.True(text.Contains($"2 files cannot be delivered: {reason}: /out/", StringComparison.Ordinal), text);
        Assert.Contains($"worker     rig-{customer}/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivered_uncollected_changed_and_set_aside_files_are_counted()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DSC"));
        rig.Drop("ORD_1.csv", Order);
        rig.Drop("holiday.xlsx", "stray");
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(16));
        await rig.PollAsync(2);
        Assert.Contains("set aside: 1, the oldest ", await PrintAsync(rig), StringComparison.Ordinal);
        Assert.Contains("delivered and not consumed: 4", await PrintAsync(rig), StringComparison.Ordinal);

        rig.Clock.Advance(TimeSpan.FromDays(24));
        await rig.SweepAsync();
        Assert.Contains("uncollected: 4, the oldest ", await PrintAsync(rig), StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(rig.Area, "out/receipts/RCP_ORD_1.csv"), "x");
        rig.Clock.Advance(TimeSpan.FromDays(7));
        await rig.SweepAsync();
        var text = await PrintAsync(rig);
        Assert.Contains("changed after delivery, left alone: 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("uncollected: ", text, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await PrintAsync(rig, json: true));
        Assert.Equal(1, json.RootElement.GetProperty("areas")[0].GetProperty("counts").GetProperty("changed").GetInt32());
    }

    [Fact]
    public async Task Holds_that_last_are_counted_with_the_nearest_end()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DSH"));
        await using var other = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DSI"), beside: rig);
        var holds = rig.Services.GetRequiredService<IHoldStore>();
        var now = new DateTimeOffset(rig.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        Assert.DoesNotContain("hold", await PrintAsync(rig), StringComparison.Ordinal);
        await holds.SetAsync(rig.Profile.Id, "Tvist 1", now.AddDays(30), "test", CancellationToken.None);
        await holds.SetAsync(rig.Profile.Id, "Tvist 2", now.AddDays(20), "test", CancellationToken.None);
        await holds.SetAsync(rig.Profile.Id, "Tvist 3", now.AddDays(1), "test", CancellationToken.None);
        var ended = await holds.SetAsync(rig.Profile.Id, "Tvist 4", now.AddDays(10), "test", CancellationToken.None);
        await holds.SetAsync(other.Profile.Id, "Tvist 5", now.AddDays(5), "test", CancellationToken.None);
        Assert.True(await holds.EndAsync(rig.Profile.Id, ended.HoldId, "test", CancellationToken.None));
        rig.Clock.Advance(now.AddDays(1) - rig.Clock.GetUtcNow());

        // Of five one is over, one was ended, and one is another customer's.
        Assert.Contains($"2 hold(s) on erasure, the nearest ends {now.AddDays(20):u}, see: nexusgo-fx hold list", await PrintAsync(rig),
            StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await PrintAsync(rig, json: true));
        var area = json.RootElement.GetProperty("areas")[0].GetProperty("counts");
        Assert.Equal((2, now.AddDays(20)),
            (area.GetProperty("holds").GetInt32(), area.GetProperty("nearest_hold_end").GetDateTimeOffset()));

        rig.Clock.Advance(TimeSpan.FromDays(29));
        Assert.DoesNotContain("hold", await PrintAsync(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_workers_noted_and_operators_decided_is_in_the_facts()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DSJ"));
        var states = rig.Services.GetRequiredService<JobStateStore>();
        var now = new DateTimeOffset(rig.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var failing = new JobState { Area = rig.Customer, Job = "pick-up", EndedAt = now, Failures = 2, FailingSince = now.AddMinutes(-5),
            Reason = "RemoteDenied", Message = "/in: Permission denied" };
        await states.NoteAsync([failing], CancellationToken.None);

        // The failures of another worker go on where those of this one ended; an older outcome changes nothing.
        await states.NoteAsync([failing with { EndedAt = now.AddMinutes(1), FailingSince = now.AddMinutes(1), Failures = 1 }],
            CancellationToken.None);
        var job = Assert.Single((await FactsAsync(rig)).Jobs[rig.Customer]);
        Assert.Equal((1, now.AddMinutes(-5), "RemoteDenied", "/in: Permission denied"),
            (job.Failures, job.FailingSince!.Value, job.Reason, job.Message));
        await states.NoteAsync(
            [new JobState { Area = rig.Customer, Job = "pick-up", EndedAt = now.AddMinutes(2), SucceededAt = now.AddMinutes(2) }],
            CancellationToken.None);
        job = Assert.Single((await FactsAsync(rig)).Jobs[rig.Customer]);
        Assert.Equal((0, null, null), (job.Failures, job.FailingSince, job.Reason));
    }

    private static Task<ExchangeFacts> FactsAsync(ExchangeRig rig) =>
        rig.Services.GetRequiredService<ExchangeFactsStore>().ReadAsync(rig.Clock.GetUtcNow(), null, CancellationToken.None);

    private static async Task<string> PrintAsync(ExchangeRig rig, bool json = false)
    {
        var (now, facts) = (rig.Clock.GetUtcNow(), await FactsAsync(rig));
        var area = new AreaFacts { Now = now, Area = rig.Customer, Profile = rig.Profile,
            Counts = facts.Areas.GetValueOrDefault(rig.Customer) ?? new AreaCounts { Customer = rig.Customer },
            LivingWorkers = ["rig"] };
        var service = new ServiceFacts { Now = now, LivingWorkers = ["rig"] };
        using var output = new StringWriter();
        StatusCommand.Print(new HealthReport(HealthTable.Judge(service, [area]), [area], service), [], new StatusView(rig.Customer), json,
            output);
        return output.ToString();
    }
}
