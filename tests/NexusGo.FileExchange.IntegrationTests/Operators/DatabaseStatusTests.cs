using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Retention;
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

        Assert.Contains("  open files: 1, the oldest since ", text, StringComparison.Ordinal);
        Assert.Contains("  answers and reports to deliver: 2, the oldest since ", text, StringComparison.Ordinal);
        Assert.Contains($"  {reason}: 1 file(s) could not be delivered or removed", text, StringComparison.Ordinal);
        Assert.Contains("  in the hands of rig/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivered_uncollected_changed_and_set_aside_files_are_counted()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "DSC");
        rig.Drop("ORD_1.csv", Order);
        rig.Drop("holiday.xlsx", "stray");
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(16));
        await rig.PollAsync(2);
        Assert.Contains("  set aside: 1", await PrintAsync(rig), StringComparison.Ordinal);
        Assert.Contains("  delivered and not consumed: 4", await PrintAsync(rig), StringComparison.Ordinal);

        rig.Clock.Advance(TimeSpan.FromDays(24));
        await rig.SweepAsync();
        Assert.Contains("  uncollected: 4, the oldest since ", await PrintAsync(rig), StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(rig.Area, "out/receipts/RCP_ORD_1.csv"), "x");
        rig.Clock.Advance(TimeSpan.FromDays(7));
        await rig.SweepAsync();
        var text = await PrintAsync(rig);
        Assert.Contains("  changed after delivery, left alone: 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("uncollected", text, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await PrintAsync(rig, json: true));
        Assert.Equal(1, json.RootElement.GetProperty("database").GetProperty("areas")[0].GetProperty("changed").GetInt32());
    }

    [Fact]
    public async Task Holds_that_last_are_counted_with_the_nearest_end()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "DSH");
        await using var other = ExchangeRig.Create(postgres.ConnectionString, "DSI", beside: rig);
        var holds = rig.Services.GetRequiredService<IHoldStore>();
        var now = new DateTimeOffset(rig.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        Assert.DoesNotContain("holds", await PrintAsync(rig), StringComparison.Ordinal);
        await holds.SetAsync(rig.Profile.Id, "Tvist 1", now.AddDays(30), "test", CancellationToken.None);
        await holds.SetAsync(rig.Profile.Id, "Tvist 2", now.AddDays(20), "test", CancellationToken.None);
        await holds.SetAsync(rig.Profile.Id, "Tvist 3", now.AddDays(1), "test", CancellationToken.None);
        var ended = await holds.SetAsync(rig.Profile.Id, "Tvist 4", now.AddDays(10), "test", CancellationToken.None);
        await holds.SetAsync(other.Profile.Id, "Tvist 5", now.AddDays(5), "test", CancellationToken.None);
        Assert.True(await holds.EndAsync(rig.Profile.Id, ended.HoldId, "test", CancellationToken.None));
        rig.Clock.Advance(now.AddDays(1) - rig.Clock.GetUtcNow());

        // Of five one is over, one was ended, and one is another customer's.
        Assert.Contains($"  holds on erasure: 2, the nearest ends {now.AddDays(20):u}, see: nexusgo-fx hold list", await PrintAsync(rig),
            StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await PrintAsync(rig, json: true));
        var area = json.RootElement.GetProperty("database").GetProperty("areas")[0];
        Assert.Equal((2, now.AddDays(20)),
            (area.GetProperty("holds").GetInt32(), area.GetProperty("nearest_hold_end").GetDateTimeOffset()));

        rig.Clock.Advance(TimeSpan.FromDays(29));
        Assert.DoesNotContain("holds", await PrintAsync(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_and_does_not_stop_the_rest()
    {
        var status = await DatabaseStatus.AskAsync(new Away(), [new CustomerId("DSD")], TimeProvider.System, CancellationToken.None);
        using var output = new StringWriter();

        StatusCommand.Run(Path.Combine(Path.GetTempPath(), "nexusgo-none"), json: false, TimeProvider.System, output, status);

        Assert.Contains("database: not asked (DatabaseUnavailable)", output.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> PrintAsync(ExchangeRig rig, bool json = false)
    {
        var status = await DatabaseStatus.AskAsync(rig.Services.GetRequiredService<IExchangeCounts>(), [rig.Profile.Id], rig.Clock,
            CancellationToken.None);
        using var output = new StringWriter();
        StatusCommand.Run(rig.Folder, json, rig.Clock, output, status);
        return output.ToString();
    }

    private sealed class Away : IExchangeCounts
    {
        public Task<AreaCounts> OfAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "away");
    }
}
