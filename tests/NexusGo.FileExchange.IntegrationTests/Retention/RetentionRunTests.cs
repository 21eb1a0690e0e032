using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>Plan, apply, holds, failures and certificates on cards that went the whole way.</summary>
public sealed class RetentionRunTests : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private ExchangeRig rig = null!;
    private PartnerRig partner = null!;
    private CardMaker cards = null!;

    private IRetention Retention => rig.Services.GetRequiredService<IRetention>();

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        rig = ExchangeRig.Create(postgres.ConnectionString, "RUN", profile => profile with { Retention = new RetentionSettings { Keep = "3M" } });
        partner = new PartnerRig(rig);
        cards = new CardMaker(rig, partner);
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task The_night_erases_what_is_due_leaves_the_rest_and_sends_a_certificate()
    {
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;IMMEDIATE", "A3;ID-STD;Ida;Rö;;HQ;");
        await cards.DeliverAsync([numbers["A1"], numbers["A2"]]);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal("A1 A3", await KeptAsync(numbers));
        rig.Clock.Advance(TimeSpan.FromDays(95));
        await NightAsync();
        Assert.Equal("A3", await KeptAsync(numbers));
        await rig.Services.GetRequiredService<IReportDelivery>().RunAsync(rig.Profile, CancellationToken.None);

        var certificates = rig.Names("out/reports").Where(name => name.StartsWith("CER_RUN_", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, certificates.Count);
        Assert.Matches(@"^CER_RUN_\d{8}T\d{6}Z_000001\.csv$", certificates[0]);
        var line = Assert.Single(rig.Answer("out/reports/" + certificates[0]));
        Assert.Equal(("PERIOD_ENDED", "1", "", rig.Profile.Version), (line["scope"], line["cards"], line["request_ref"], line["profile_version"]));
        Assert.Equal(line["evidence_id"], await postgres.QueryAsOwnerAsync<string>("select subject from audit.entry where action = 'CARDS_ERASED' order by entry_no limit 1"));

        // What was delivered is told in a back-report that still knows the cards.
        var reports = rig.Names("out/reports").Where(name => name.StartsWith("BRP_", StringComparison.Ordinal)).SelectMany(name => rig.Answer("out/reports/" + name));
        Assert.Contains(reports, told => told["status"] == "DELIVERED" && told["customer_ref"] == "A2");
    }

    [Fact]
    public async Task A_plan_is_applied_exactly_and_refused_once_anything_has_changed()
    {
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;IMMEDIATE", "A2;ID-STD;Eva;Al;;HQ;IMMEDIATE", "A3;ID-STD;Ida;Rö;;HQ;IMMEDIATE");
        await cards.DeliverAsync([numbers["A1"]]);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var plan = RetentionPlan.FromFile((await PlanAsync()).ToFile())!;
        Assert.Equal([new PlannedCount("PERIOD_ENDED", CalendarMonths.DayOf(rig.Clock.GetUtcNow()), 1)], plan.Customers.Single().Counts);

        // Another card became due, before the moment of the plan: the plan no longer says what would be done.
        await postgres.ExecuteAsOwnerAsync($"update orders.card set status = 'DELIVERED', delivered_at = status_at where card_no = {numbers["A2"]}");
        await AssertStaleAsync(plan);
        plan = await PlanAsync();

        // The profile was changed in between.
        var agreed = rig.Profile;
        rig.Profile = agreed with { Version = "later" };
        await AssertStaleAsync(plan);
        rig.Profile = agreed with { Retention = new RetentionSettings { Keep = "12M" } };
        await AssertStaleAsync(plan);
        rig.Profile = agreed;

        // A day has gone.
        rig.Clock.Advance(TimeSpan.FromHours(25));
        await AssertStaleAsync(plan);
        plan = await PlanAsync();

        // The file was edited.
        Assert.Null(RetentionPlan.FromFile(plan.ToFile().Replace("\"cards\": 2", "\"cards\": 1", StringComparison.Ordinal)));

        // A card that becomes due after the plan waits for the next one.
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await cards.DeliverAsync([numbers["A3"]]);
        Assert.Equal(2, await Retention.ApplyAsync(plan, [rig.Profile], CancellationToken.None));
        Assert.Equal("A3", await KeptAsync(numbers));
        await AssertStaleAsync(plan);
    }

    [Fact]
    public async Task A_hold_stops_every_rule_until_its_end_and_is_shown_in_the_plan()
    {
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;IMMEDIATE");
        await cards.DeliverAsync(numbers.Values);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await PlanAsync();
        var holds = rig.Services.GetRequiredService<IHoldStore>();
        var hold = await holds.SetAsync(rig.Profile.Id, "Tvist 17", rig.Clock.GetUtcNow().AddDays(10), "test", CancellationToken.None);
        await AssertStaleAsync(before);
        var plan = await PlanAsync();
        Assert.StartsWith("Tvist 17 (until ", plan.Customers.Single().Hold, StringComparison.Ordinal);
        Assert.Equal(0, await Retention.ApplyAsync(plan, [rig.Profile], CancellationToken.None));
        await NightAsync();
        Assert.Equal("A1", await KeptAsync(numbers));

        Assert.True(await holds.EndAsync(rig.Profile.Id, hold.HoldId, "test", CancellationToken.None));
        Assert.False(await holds.EndAsync(rig.Profile.Id, hold.HoldId, "test", CancellationToken.None));
        var second = await holds.SetAsync(rig.Profile.Id, "Tvist 18", rig.Clock.GetUtcNow().AddDays(10), "test", CancellationToken.None);
        await NightAsync();
        Assert.Equal("A1", await KeptAsync(numbers));
        rig.Clock.Advance(second.Until - rig.Clock.GetUtcNow());
        await NightAsync();
        Assert.Equal("", await KeptAsync(numbers));
        Assert.Equal(2, (await holds.ListAsync(rig.Profile.Id, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Nasty61_one_card_that_cannot_be_erased_keeps_no_other_and_the_run_fails_at_its_end()
    {
        var numbers = await cards.OrderAsync(Enumerable.Range(1, 9).Select(i => $"A{i};ID-STD;Bo;Ek;;HQ;IMMEDIATE"));
        await cards.DeliverAsync(numbers.Values);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await postgres.ExecuteAsOwnerAsync($"alter table orders.card add constraint stubborn check (erased_at is null or row_no <> 5)");
        var failure = await Assert.ThrowsAsync<FileExchangeException>(NightAsync);
        Assert.Equal(FailureReason.DatabaseRefused, failure.Reason);
        Assert.Equal("A5", await KeptAsync(numbers));
        Assert.Contains(rig.Log.Lines, line => line.StartsWith("Error 8003", StringComparison.Ordinal));
        await postgres.ExecuteAsOwnerAsync("alter table orders.card drop constraint stubborn");
        await NightAsync();
        Assert.Equal("", await KeptAsync(numbers));
    }

    [Fact]
    public async Task A_row_that_nobody_decides_about_is_cancelled_told_of_and_erased()
    {
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;19900101-9802;HQ;", "A2;ID-STD;Bo;Ek;19900101-9802;HQ;");
        Assert.Equal("ON_HOLD", await postgres.QueryAsOwnerAsync<string>("select status from orders.card where row_no = 2"));
        rig.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal("CANCELLED", await postgres.QueryAsOwnerAsync<string>("select status from orders.card where row_no = 2 and sealed is null and person_index is null"));
        Assert.Equal("HOLD_TIMEOUT", await postgres.QueryAsOwnerAsync<string>("select reason_code from orders.card_event where kind = 'CANCELLED' and effect = 'APPLIED'"));
        Assert.Equal("A1", await KeptAsync(numbers));
        rig.Clock.Advance(TimeSpan.FromDays(30));
        await NightAsync();
        Assert.True(await postgres.QueryAsOwnerAsync<bool>("select card_no is null and kept_until is null from orders.card where row_no = 2"));
    }

    [Fact]
    public async Task A_card_expires_on_the_day_after_its_last_and_is_erased_ninety_days_later()
    {
        rig.Profile = rig.Profile with { Retention = new RetentionSettings { Keep = "36M" } };
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        await cards.DeliverAsync([numbers["A1"]]);
        var last = CalendarMonths.DayOf(rig.Clock.GetUtcNow()).AddDays(20);
        await postgres.ExecuteAsOwnerAsync($"update orders.card set valid_until = '{last:yyyy-MM-dd}'");
        await AdvanceToAsync(last, 23);
        await NightAsync();
        Assert.Equal("ACTIVE NONE", await StatesAsync());
        await AdvanceToAsync(last.AddDays(1), 1);
        await NightAsync();
        Assert.Equal("EXPIRED NONE", await StatesAsync());
        Assert.Equal("EXPIRED", Assert.Single((await partner.BackReportAsync())!, line => line["card_state"] == "EXPIRED")["card_state"]);
        rig.Clock.Advance(TimeSpan.FromDays(90));
        await NightAsync();
        Assert.Equal("A2", await KeptAsync(numbers));
    }

    [Fact]
    public async Task Customers_do_not_touch_each_other()
    {
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;IMMEDIATE");
        await cards.DeliverAsync(numbers.Values);
        await using var other = ExchangeRig.Create(postgres.ConnectionString, "RUO", beside: rig);
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await other.Services.GetRequiredService<IRetentionNight>().RunAsync(other.Profile, CancellationToken.None);
        Assert.Equal("A1", await KeptAsync(numbers));
    }

    private Task<RetentionPlan> PlanAsync() => Retention.PlanAsync([rig.Profile], CancellationToken.None);

    private Task NightAsync() => rig.Services.GetRequiredService<IRetentionNight>().RunAsync(rig.Profile, CancellationToken.None);

    private async Task AssertStaleAsync(RetentionPlan plan)
    {
        var stale = await Assert.ThrowsAsync<FileExchangeException>(() => Retention.ApplyAsync(plan, [rig.Profile], CancellationToken.None));
        Assert.Equal(FailureReason.PlanStale, stale.Reason);
    }

    /// <summary>References of the cards that still have their data, by row.</summary>
    private async Task<string> KeptAsync(IReadOnlyDictionary<string, string> numbers)
    {
        var kept = await postgres.QueryAsOwnerAsync<string>("select string_agg(row_no::text, ' ' order by row_no) from orders.card where sealed is not null and erased_at is null");
        return string.Join(' ', (kept ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(row => "A" + row).Where(numbers.ContainsKey));
    }

    private async Task<string> StatesAsync() => (await postgres.QueryAsOwnerAsync<string>("select string_agg(card_state, ' ' order by row_no) from orders.card"))!;

    /// <summary>An hour of a day in Sweden.</summary>
    private Task AdvanceToAsync(DateOnly day, int hour)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        var local = day.ToDateTime(new TimeOnly(hour, 0));
        rig.Clock.Advance(new DateTimeOffset(local, zone.GetUtcOffset(local)) - rig.Clock.GetUtcNow());
        return Task.CompletedTask;
    }
}
