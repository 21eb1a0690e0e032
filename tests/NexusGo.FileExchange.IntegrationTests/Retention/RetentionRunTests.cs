using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>Plan, apply, holds, failures and certificates on cards that went the whole way.</summary>
public sealed class RetentionRunTests : CardTests
{
    private RetentionRun Retention => Rig.Services.GetRequiredService<RetentionRun>();

    protected override ExchangeRig CreateRig(string connectionString) =>
        ExchangeRig.Create(connectionString, "RUN", profile => profile with { Retention = new RetentionSettings { Keep = "3M" } });

    [Fact]
    public async Task The_night_erases_what_is_due_leaves_the_rest_and_sends_a_certificate()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;IMMEDIATE", "A3;ID-STD;Ida;Rö;;HQ;");
        await Cards.DeliverAsync([numbers["A1"], numbers["A2"]]);
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal("A1 A3", await KeptAsync(numbers));
        Rig.Clock.Advance(TimeSpan.FromDays(95));
        await NightAsync();
        Assert.Equal("A3", await KeptAsync(numbers));
        await Rig.Services.GetRequiredService<IReportDelivery>().RunAsync(Rig.Profile, CancellationToken.None);

        var certificates = Rig.Names("out/reports").Where(name => name.StartsWith("CER_RUN_", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, certificates.Count);
        Assert.Matches(@"^CER_RUN_\d{8}T\d{6}Z_000001\.csv$", certificates[0]);
        var line = Assert.Single(Rig.Answer("out/reports/" + certificates[0]));
        Assert.Equal(("PERIOD_ENDED", "1", "", Rig.Profile.Version),
            (line["scope"], line["cards"], line["request_ref"], line["profile_version"]));
        Assert.Equal(line["evidence_id"],
            await Postgres.QueryAsOwnerAsync<string>(
            "select subject from audit.entry where action = 'CARDS_ERASED' order by entry_no limit 1"));

        // What was delivered is told in a back-report that still knows the cards.
        var reports = Rig.Names("out/reports").Where(name => name.StartsWith("BRP_", StringComparison.Ordinal))
            .SelectMany(name => Rig.Answer("out/reports/" + name));
        Assert.Contains(reports, told => told["status"] == "DELIVERED" && told["customer_ref"] == "A2");
    }

    [Fact]
    public async Task A_plan_is_applied_exactly_and_refused_once_anything_has_changed()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;IMMEDIATE", "A2;ID-STD;Eva;Al;;HQ;IMMEDIATE",
            "A3;ID-STD;Ida;Rö;;HQ;IMMEDIATE");
        await Cards.DeliverAsync([numbers["A1"]]);
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var plan = RetentionPlan.FromFile((await PlanAsync()).ToFile())!;
        Assert.Equal([new PlannedCount("PERIOD_ENDED", SwedishTime.DateOf(Rig.Clock.GetUtcNow()), 1)], plan.Customers.Single().Counts);

        // Another card became due, before the moment of the plan: the plan no longer says what would be done.
        await Postgres.ExecuteAsOwnerAsync(
            $"update orders.card set status = 'DELIVERED', delivered_at = status_at where card_no = {numbers["A2"]}");
        await AssertStaleAsync(plan);
        plan = await PlanAsync();

        // The profile was changed in between.
        var agreed = Rig.Profile;
        Rig.Profile = agreed with { Version = "later" };
        await AssertStaleAsync(plan);
        Rig.Profile = agreed with { Retention = new RetentionSettings { Keep = "12M" } };
        await AssertStaleAsync(plan);
        Rig.Profile = agreed;

        // A day has gone.
        Rig.Clock.Advance(TimeSpan.FromHours(25));
        await AssertStaleAsync(plan);
        plan = await PlanAsync();

        // The file was edited.
        Assert.Null(RetentionPlan.FromFile(plan.ToFile().Replace("\"cards\": 2", "\"cards\": 1", StringComparison.Ordinal)));

        // A card that becomes due after the plan waits for the next one.
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await Cards.DeliverAsync([numbers["A3"]]);
        Assert.Equal(2, await Retention.ApplyAsync(plan, [Rig.Profile], CancellationToken.None));
        Assert.Equal("A3", await KeptAsync(numbers));
        await AssertStaleAsync(plan);
    }

    [Fact]
    public async Task A_hold_stops_every_rule_until_its_end_and_is_shown_in_the_plan()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;IMMEDIATE");
        await Cards.DeliverAsync(numbers.Values);
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await PlanAsync();
        var holds = Rig.Services.GetRequiredService<IHoldStore>();
        var hold = await holds.SetAsync(Rig.Profile.Id, "Tvist 17", Rig.Clock.GetUtcNow().AddDays(10), "test", CancellationToken.None);
        await AssertStaleAsync(before);
        var plan = await PlanAsync();
        Assert.StartsWith("Tvist 17 (until ", plan.Customers.Single().Hold, StringComparison.Ordinal);
        Assert.Equal(0, await Retention.ApplyAsync(plan, [Rig.Profile], CancellationToken.None));
        await NightAsync();
        Assert.Equal("A1", await KeptAsync(numbers));

        Assert.True(await holds.EndAsync(Rig.Profile.Id, hold.HoldId, "test", CancellationToken.None));
        Assert.False(await holds.EndAsync(Rig.Profile.Id, hold.HoldId, "test", CancellationToken.None));
        var second = await holds.SetAsync(Rig.Profile.Id, "Tvist 18", Rig.Clock.GetUtcNow().AddDays(10), "test", CancellationToken.None);
        await NightAsync();
        Assert.Equal("A1", await KeptAsync(numbers));
        Rig.Clock.Advance(second.Until - Rig.Clock.GetUtcNow());
        await NightAsync();
        Assert.Equal("", await KeptAsync(numbers));
        Assert.Equal(2, (await holds.ListAsync(Rig.Profile.Id, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Nasty61_one_card_that_cannot_be_erased_keeps_no_other_and_the_run_fails_at_its_end()
    {
        var numbers = await Cards.OrderAsync(Enumerable.Range(1, 9).Select(i => $"A{i};ID-STD;Bo;Ek;;HQ;IMMEDIATE"));
        await Cards.DeliverAsync(numbers.Values);
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await Postgres.ExecuteAsOwnerAsync($"alter table orders.card add constraint stubborn check (erased_at is null or row_no <> 5)");
        var failure = await Assert.ThrowsAsync<FileExchangeException>(NightAsync);
        Assert.Equal(FailureReason.DatabaseRefused, failure.Reason);
        Assert.Equal("A5", await KeptAsync(numbers));
        Assert.Contains(Rig.Log.Lines, line => line.StartsWith("Error 8003", StringComparison.Ordinal));
        await Postgres.ExecuteAsOwnerAsync("alter table orders.card drop constraint stubborn");
        await NightAsync();
        Assert.Equal("", await KeptAsync(numbers));
    }

    [Fact]
    public async Task A_row_that_nobody_decides_about_is_cancelled_told_of_and_erased()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;19900101-9802;HQ;", "A2;ID-STD;Bo;Ek;19900101-9802;HQ;");
        Assert.Equal("ON_HOLD", await Postgres.QueryAsOwnerAsync<string>("select status from orders.card where row_no = 2"));
        await Partner.BackReportAsync();
        Rig.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal("CANCELLED",
            await Postgres.QueryAsOwnerAsync<string>(
            "select status from orders.card where row_no = 2 and sealed is null and person_index is null"));
        Assert.Equal("HOLD_TIMEOUT",
            await Postgres.QueryAsOwnerAsync<string>(
            "select reason_code from orders.card_event where kind = 'CANCELLED' and effect = 'APPLIED'"));
        Assert.Equal("A1", await KeptAsync(numbers));
        await Partner.BackReportAsync();
        var told = Rig.Names("out/reports").Where(name => name.StartsWith("BRP_", StringComparison.Ordinal))
            .SelectMany(name => Rig.Answer("out/reports/" + name)).Where(line => line["card_no"] == numbers["A2"]);
        Assert.Equal([("ON_HOLD", "W-DUP-01"), ("CANCELLED", "HOLD_TIMEOUT")], told.Select(line => (line["status"], line["reason_code"])));
        Rig.Clock.Advance(TimeSpan.FromDays(30));
        await NightAsync();
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>(
            "select card_no is null and kept_until is null from orders.card where row_no = 2"));
    }

    [Fact]
    public async Task A_card_expires_on_the_day_after_its_last_and_is_erased_ninety_days_later()
    {
        Rig.Profile = Rig.Profile with { Retention = new RetentionSettings { Keep = "36M" } };
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        await Cards.DeliverAsync([numbers["A1"]]);
        var last = SwedishTime.DateOf(Rig.Clock.GetUtcNow()).AddDays(20);
        await Postgres.ExecuteAsOwnerAsync($"update orders.card set valid_until = '{last:yyyy-MM-dd}'");
        await AdvanceToAsync(last, 23);
        await NightAsync();
        Assert.Equal("ACTIVE NONE", await StatesAsync());
        await AdvanceToAsync(last.AddDays(1), 1);
        await NightAsync();
        Assert.Equal("EXPIRED NONE", await StatesAsync());
        Assert.Equal("EXPIRED", Assert.Single((await Partner.BackReportAsync())!, line => line["card_state"] == "EXPIRED")["card_state"]);
        Rig.Clock.Advance(TimeSpan.FromDays(90));
        await NightAsync();
        Assert.Equal("A2", await KeptAsync(numbers));
    }

    [Fact]
    public async Task Only_an_active_card_expires()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;", "A3;ID-STD;Ida;Rö;;HQ;");
        await Cards.DeliverAsync(numbers.Values);
        await Rig.AskAsync("REQ_1", "r1;BLOCK;CUSTOMER_REF;A2;;;", "r2;TERMINATE;CUSTOMER_REF;A3;;;");
        await Postgres.ExecuteAsOwnerAsync(
            $"update orders.card set valid_until = '{SwedishTime.DateOf(Rig.Clock.GetUtcNow()):yyyy-MM-dd}'");
        Rig.Clock.Advance(TimeSpan.FromDays(2));
        await NightAsync();
        Assert.Equal("EXPIRED BLOCKED TERMINATED", await StatesAsync());

        // Final: neither a request nor another night brings it back.
        Assert.Equal([("REFUSED", "R-CRD-01"), ("REFUSED", "R-CRD-01"), ("REFUSED", "R-CRD-01")],
            await Rig.AskAsync("REQ_2", "r3;UNBLOCK;CUSTOMER_REF;A1;;;", "r4;BLOCK;CUSTOMER_REF;A1;;;", "r5;BLOCK;CUSTOMER_REF;A3;;;"));
        Assert.Equal("EXPIRED BLOCKED TERMINATED", await StatesAsync());
    }

    [Fact]
    public async Task A_certificate_names_the_request_what_how_many_and_when()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        await Cards.DeliverAsync(numbers.Values);
        Rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([("DONE", "")],
            await Rig.AskAsync("REQ_1", $"gdpr-17;ERASE;ORDER_NO;{Rig.Results("ORD_RUN_0001")[0]["order_no"]};;;"));
        var erased = (await Postgres.QueryAsOwnerAsync<DateTime>("select erased_at from orders.card limit 1")).ToUniversalTime();
        await NightAsync();
        await Rig.Services.GetRequiredService<IReportDelivery>().RunAsync(Rig.Profile, CancellationToken.None);
        var line = Assert.Single(Rig.Answer("out/reports/"
            + Assert.Single(Rig.Names("out/reports"), name => name.StartsWith("CER_", StringComparison.Ordinal))));
        Assert.Equal(["request_ref", "scope", "cards", "erased_at", "evidence_id", "profile_version"], line.Keys);
        Assert.Equal(("gdpr-17", "REQUEST", "2", erased.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'",
            System.Globalization.CultureInfo.InvariantCulture)), (line["request_ref"], line["scope"], line["cards"], line["erased_at"]));
        Assert.Equal(line["evidence_id"],
            await Postgres.QueryAsOwnerAsync<string>("select subject from audit.entry where action = 'CARDS_ERASED'"));
    }

    [Fact]
    public async Task Customers_do_not_touch_each_other()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;IMMEDIATE");
        await Cards.DeliverAsync(numbers.Values);
        await using var other = ExchangeRig.Create(Postgres.ConnectionString, "RUO", beside: Rig);
        Rig.Clock.Advance(TimeSpan.FromDays(1));
        await other.Services.GetRequiredService<RetentionNight>().RunAsync(other.Profile, CancellationToken.None);
        Assert.Equal("A1", await KeptAsync(numbers));
    }

    private Task<RetentionPlan> PlanAsync() => Retention.PlanAsync([Rig.Profile], CancellationToken.None);

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    private async Task AssertStaleAsync(RetentionPlan plan)
    {
        var stale = await Assert.ThrowsAsync<FileExchangeException>(() =>
            Retention.ApplyAsync(plan, [Rig.Profile], CancellationToken.None));
        Assert.Equal(FailureReason.PlanStale, stale.Reason);
    }

    /// <summary>References of the cards that still have their data, by row.</summary>
    private async Task<string> KeptAsync(IReadOnlyDictionary<string, string> numbers)
    {
        var kept = await Postgres.QueryAsOwnerAsync<string>(
            "select string_agg(row_no::text, ' ' order by row_no) from orders.card where sealed is not null and erased_at is null");
        return string.Join(' ', (kept ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(row => "A" + row)
            .Where(numbers.ContainsKey));
    }

    private async Task<string> StatesAsync() =>
        (await Postgres.QueryAsOwnerAsync<string>("select string_agg(card_state, ' ' order by row_no) from orders.card"))!;

    /// <summary>An hour of a day in Sweden.</summary>
    private Task AdvanceToAsync(DateOnly day, int hour)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        var local = day.ToDateTime(new TimeOnly(hour, 0));
        Rig.Clock.Advance(new DateTimeOffset(local, zone.GetUtcOffset(local)) - Rig.Clock.GetUtcNow());
        return Task.CompletedTask;
    }
}
