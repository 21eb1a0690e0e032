using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Delivery;

/// <summary>Bringing reports to an area that is away, full, closed or slow; on a real PostgreSQL and sftp-server.</summary>
public sealed class DeliveryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Files = 12;
    private const string Order = "customer_ref;product_code;delivery_address_id\r\n";

    [Fact]
    public async Task Nothing_is_lost_while_the_remote_is_away_for_a_week_and_it_is_asked_less_and_less_often()
    {
        await using var rig = Rig("DLA");
        rig.Drop("ORD_1.csv", Order + "A1;VISITOR;HQ\r\n");
        rig.Hooks.Before = (verb, _) => verb == "publish" ? throw Refused(FailureReason.RemoteFailure) : Task.CompletedTask;
        await rig.PollAsync(2);
        var asked = 0;
        rig.Hooks.Before = (verb, _) =>
        {
            asked += verb == "connect" ? 1 : 0;
            return verb == "connect" ? throw Dead() : Task.CompletedTask;
        };

        // Settings read anew end the session that is open.
        rig.Profile = rig.Profile with { Remote = rig.Profile.Remote with { } };
        for (var hour = 0; hour < 7 * 24; hour++)
        {
            // A look every ten seconds for the first minutes of each hour; a report a day.
            for (var look = 0; look < (hour == 0 ? 60 : 2); look++)
            {
                await IgnoringAwayAsync(() => rig.PollAsync(1));
                rig.Clock.Advance(TimeSpan.FromSeconds(10));
            }

            rig.Clock.Advance(TimeSpan.FromMinutes(50));
            if (hour % 24 == 12)
            {
                await rig.Services.GetRequiredService<IBackReports>().MakeAsync(rig.Profile, CancellationToken.None);
            }
        }

        Assert.InRange(asked, 7 * 24, (7 * 24 * 2) + 10);
        Assert.Empty(rig.Names("out/reports"));

        rig.Hooks.Before = null;
        var published = new List<string>();
        rig.Hooks.After = (verb, path) =>
        {
            if (verb == "publish")
            {
                published.Add(path.ToString());
            }

            return Task.CompletedTask;
        };
        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await rig.PollAsync(2);

        Assert.Equal(["000001", "000002", "000003", "000004", "000005", "000006", "000007"],
            rig.Names("out/reports").Select(name => name[^10..^4]));
        Assert.Equal(published.Where(p => p.Contains("BRP", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            published.Where(p => p.Contains("BRP", StringComparison.Ordinal)));
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.True(published.FindIndex(p => p.Contains("RES_", StringComparison.Ordinal)) < published.FindIndex(p =>
            p.Contains("RCP_", StringComparison.Ordinal)));
        Assert.Empty(rig.Names("in"));
        Assert.Equal(0L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from exchange.pending_report where customer_id = '{rig.Customer}' and delivered_at is null"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_delivered_holds_back_the_later_ones_of_its_series_and_no_answers()
    {
        await using var rig = Rig("DLB");
        for (var i = 0; i < 3; i++)
        {
            await rig.Services.GetRequiredService<IBackReports>().MakeAsync(rig.Profile, CancellationToken.None);
        }

        rig.Hooks.Before = (verb, path) => verb == "publish" && path.ToString().Contains("_000002", StringComparison.Ordinal)
            ? throw Refused(FailureReason.RemoteFailure) : Task.CompletedTask;
        rig.Drop("ORD_1.csv", Order + "A1;VISITOR;HQ\r\n");
        await rig.PollAsync(3);
        Assert.Equal(["000001"], rig.Names("out/reports").Select(name => name[^10..^4]));
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);

        rig.Hooks.Before = null;
        await rig.PollAsync(2);
        Assert.Single(rig.Names("out/reports"));
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await rig.PollAsync(1);
        Assert.Equal(3, rig.Names("out/reports").Count);
    }

    [Theory]
    [InlineData(FailureReason.RemoteFull, "DLC", 1)]
    [InlineData(FailureReason.RemoteDenied, "DLD", 2)]
    [InlineData(FailureReason.RemoteFailure, "DLE", 24)]
    public async Task Quota_and_permission_are_told_apart_and_found_out_by_one_report_for_all(FailureReason reason, string customer,
        int attempts)
    {
        await using var rig = Rig(customer);
        rig.Hooks.Before = (verb, _) => verb == "publish" ? throw Refused(FailureReason.RemoteContentChanged) : Task.CompletedTask;
        for (var i = 1; i <= Files; i++)
        {
            rig.Drop($"ORD_{i}.csv", $"{Order}A{i};VISITOR;HQ\r\nB{i};NOPE;HQ\r\n");
        }

        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(3L * Files,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from exchange.pending_report where customer_id = '{rig.Customer}' and delivered_at is null"));
        var tried = 0;
        rig.Hooks.Before = (verb, _) =>
        {
            if (verb == "publish")
            {
                Interlocked.Increment(ref tried);
                throw Refused(reason);
            }

            return Task.CompletedTask;
        };
        await rig.PollAsync(1);

        // Up to eight are on their way when the first answer comes.
        Assert.InRange(tried, attempts, reason == FailureReason.RemoteFailure ? attempts : 16);
        Assert.Equal(tried,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from exchange.pending_report where customer_id = '{rig.Customer}' and last_problem = '{reason}'"));

        rig.Hooks.Before = null;
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.PollAsync(2);
        Assert.Equal(2 * Files, rig.Names("out/receipts").Count);
        Assert.Equal(Files, rig.Names("out/errors").Count);
    }

    [Fact]
    public async Task A_full_disk_is_met_with_growing_pauses_of_a_quarter_of_a_minute_that_differ_by_chance()
    {
        await using var rig = Rig("DLF");
        rig.Hooks.Before = (verb, _) => verb == "publish" ? throw Refused(FailureReason.RemoteFull) : Task.CompletedTask;
        for (var i = 0; i < 2; i++)
        {
            await rig.Services.GetRequiredService<IBackReports>().MakeAsync(rig.Profile, CancellationToken.None);
        }

        var pauses = new List<double>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await rig.PollAsync(1);
            var seconds =
                await postgres.QueryAsOwnerAsync<double>($"select extract(epoch from next_attempt_at - "
                + $"'{rig.Clock.GetUtcNow():O}')::float8 from exchange.pending_report where customer_id = '{rig.Customer}' order by name "
                + $"limit 1");
            pauses.Add(seconds / Math.Min(15, 5 * Math.Pow(2, attempt)));
            rig.Clock.Advance(TimeSpan.FromSeconds(seconds + 1));
        }

        Assert.All(pauses, ratio => Assert.InRange(ratio, 0.5, 1.3));
        Assert.True(pauses.Distinct().Count() > 6 && pauses.Max() - pauses.Min() > 0.05, string.Join(' ', pauses));
    }

    [Theory]
    [InlineData("publish.renamed", "DLH")]
    [InlineData("delivered.marking", "DLI")]
    [InlineData("delivered.marked", "DLJ")]
    public async Task Nasty17_a_back_report_whose_delivery_broke_off_is_there_once_and_the_series_goes_on(string point, string customer)
    {
        await using var rig = Rig(customer);
        for (var i = 0; i < 3; i++)
        {
            await rig.Services.GetRequiredService<IBackReports>().MakeAsync(rig.Profile, CancellationToken.None);
        }

        CrashPoint.Watcher = passed =>
        {
            if (passed == point)
            {
                CrashPoint.Watcher = null;
                throw new InvalidOperationException("broken off");
            }
        };
        await Record.ExceptionAsync(() => rig.PollAsync(1));
        CrashPoint.Watcher = null;
        Assert.NotEmpty(rig.Names("out/reports"));
        await rig.PollAsync(1);

        Assert.Equal(["000001", "000002", "000003"], rig.Names("out/reports").Select(name => name[^10..^4]));
        Assert.Equal(0L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from exchange.pending_report where customer_id = '{rig.Customer}' and delivered_at is null"));
    }

    [Fact]
    public async Task Nasty16_no_partial_file_stays_behind_a_delivery_that_broke_off()
    {
        await using var rig = Rig("DLG");
        rig.Drop(".nexusgo-0123456789abcdef.part", "left by another", "out/reports");
        rig.Drop(".nexusgo-0123456789abcdef.part", "left by another", "out/receipts");
        rig.Drop(".other.part", "not ours", "out/receipts");
        await rig.PollAsync(1);
        Assert.Empty(rig.Names("out/reports"));
        Assert.Equal([".other.part"], rig.Names("out/receipts"));
    }

    private ExchangeRig Rig(string customer) => ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next(customer),
        p => p with { BackReports = new BackReportSettings { Heartbeat = true } });

    private static RemoteFolderException Dead() => new(FailureReason.RemoteUnreachable, isTransient: true, sessionIsDead: true, "away");

    private static RemoteFolderException Refused(FailureReason reason) => new(reason, isTransient: true, sessionIsDead: false, "no");

    private static async Task IgnoringAwayAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (FileExchangeException e) when (e is RemotePausedException or RemoteFolderException { SessionIsDead: true })
        {
            // As a job would.
        }
    }
}
