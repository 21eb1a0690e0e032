using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, sections 8 and 13: what was handed over to the production partner.</summary>
public sealed class C13_PartnerTests : CardTests
{
    private int files;

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CTHIRTEEN");

    [Fact]
    public async Task C08_an_ordered_card_is_cancelled_when_the_partner_says_so()
    {
        var cards = await OrderAsync("A1");
        var answer = await AskAsync($"R1;CANCEL;CUSTOMER_REF;A1;;;NOT_NEEDED");
        Assert.Equal(("SCHEDULED", ""), (answer["outcome"], answer["first_error_code"]));
        Assert.Equal(1, await Partner.SendCancellationsAsync());
        Assert.Equal(0, await Partner.SendCancellationsAsync());
        var file = Partner.Batches.Single(name => name.StartsWith("CAN_", StringComparison.Ordinal));
        Assert.Matches("^CAN_[0-9]{8}T[0-9]{6}Z_000001\\.csv$", file);
        Assert.Equal((cards["A1"], "NOT_NEEDED"), Partner.Cancellations(file) is [var line] ? (line["card_no"], line["reason_code"])
            : default);
        Assert.Equal("ORDERED", await StatusAsync(cards["A1"]));

        await TellAsync(cards["A1"], "CANCELLED");
        Assert.Equal("CANCELLED", await StatusAsync(cards["A1"]));
        await Rig.Services.GetRequiredService<IScheduledErasures>().RunAsync(Rig.Profile, CancellationToken.None);
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where erased_at is null or sealed is not null"));
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.cancellation"));
        Assert.Equal([("ACCEPTED", "A1"), ("ORDERED", "A1"), ("CANCELLED", "A1")],
            (await Partner.BackReportAsync())!.Where(one => one["record_type"] == "D").Select(one => (one["status"], one["customer_ref"])));
    }

    [Theory]
    [InlineData(-60, "A1")]
    [InlineData(60, "")]
    public async Task C14_the_reference_of_a_cancelled_card_stays_for_30_days(int secondsAfter, string told)
    {
        await Cards.OrderAsync(["A1;ID-STD;Åsa;Öberg;;HQ;"]);
        Assert.Equal("DONE", (await AskAsync("R1;CANCEL;CUSTOMER_REF;A1;;;"))["outcome"]);
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null or ref_index is not null"));
        var cancelled = await Postgres.QueryAsOwnerAsync<DateTime>("select status_at from orders.card");
        Rig.Clock.Advance(cancelled + TimeSpan.FromHours(720) + TimeSpan.FromSeconds(secondsAfter) - Rig.Clock.GetUtcNow());
        await Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);
        Assert.Equal(told.Length == 0 ? 0 : 1, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.kept_reference"));
        if (told.Length > 0)
        {
            Assert.Equal([told, told], (await Partner.BackReportAsync())!.Where(one => one["record_type"] == "D")
                .Select(one => one["customer_ref"]));
        }
    }

    [Fact]
    public async Task C08_the_back_report_says_CANCEL_TOO_LATE_when_the_partner_had_begun()
    {
        var cards = await OrderAsync("A1");
        Assert.Equal("SCHEDULED", (await AskAsync("R1;CANCEL;CUSTOMER_REF;A1;;;"))["outcome"]);
        await Partner.SendCancellationsAsync();
        await TellAsync(cards["A1"], "IN_PRODUCTION");
        Assert.Equal("IN_PRODUCTION", await StatusAsync(cards["A1"]));
        Assert.Contains((await Partner.BackReportAsync())!,
            one => (one["status"], one["reason_code"]) == ("IN_PRODUCTION", "CANCEL_TOO_LATE"));

        // From now on it is made like any other, and the partner may not cancel it any more.
        await TellAsync(cards["A1"], "CANCELLED");
        Assert.Equal("REJECTED", Partner.Receipt($"EVT_T{files}")["file_status"]);
        await TellAsync(cards["A1"], "PRODUCED");
        Assert.Equal("PRODUCED", await StatusAsync(cards["A1"]));
        await Rig.Services.GetRequiredService<IScheduledErasures>().RunAsync(Rig.Profile, CancellationToken.None);
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.cancellation"));
        Assert.Equal(1, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where erased_at is null"));
    }

    [Fact]
    public async Task C08_a_card_that_failed_while_it_was_to_be_cancelled_is_not_made_again()
    {
        var cards = await OrderAsync("A1");
        await AskAsync("R1;CANCEL;CUSTOMER_REF;A1;;;");
        await TellAsync(cards["A1"], "FAILED");
        Assert.Equal(0, await Partner.MakeBatchesAsync());
        await Rig.Services.GetRequiredService<IScheduledErasures>().RunAsync(Rig.Profile, CancellationToken.None);
        Assert.Equal("CANCELLED", await StatusAsync(cards["A1"]));
    }

    [Fact]
    public async Task C08_the_partner_cancels_only_what_it_was_asked_to()
    {
        var cards = await OrderAsync("A1");
        await TellAsync(cards["A1"], "CANCELLED");
        Assert.Equal(("REJECTED", "R-EVT-01"), Partner.Receipt($"EVT_T{files}") is var receipt
            ? (receipt["file_status"], receipt["error_code"]) : default);
        Assert.Equal("ORDERED", await StatusAsync(cards["A1"]));
    }

    [Fact]
    public async Task C08_where_the_partner_takes_no_cancellations_the_request_is_refused()
    {
        await using var rig = ExchangeRig.Create(Postgres.ConnectionString, "CNOCAN", takesCancellations: false);
        var partner = new PartnerRig(rig, profile => profile with { TakesCancellations = false });
        await new CardMaker(rig, partner).OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;");
        await partner.MakeBatchesAsync();
        rig.Profile = rig.Profile with { Requests = new RequestSettings { Signature = SignatureMode.Optional } };
        rig.Drop("REQ_1.csv", "request_ref;action;selector_type;selector;from;to;reason_code\r\nR1;CANCEL;CUSTOMER_REF;A1;;;\r\n");
        await rig.PollAsync();
        Assert.Equal(("REFUSED", "R-CAN-01"), rig.Results("REQ_1")[0] is var row ? (row["outcome"], row["first_error_code"]) : default);
        Assert.Equal(0, await partner.SendCancellationsAsync());
    }

    [Fact]
    public async Task C13_a_batch_is_never_swept_before_the_partner_took_it_and_two_days_are_an_alarm()
    {
        await OrderAsync("A1");
        var batch = Partner.Batches.Single();
        await SweepPartnerAsync();
        Assert.Equal(0, (await TroublesAsync()).NotTaken);
        Rig.Clock.Advance(TimeSpan.FromDays(2));
        await SweepPartnerAsync();
        Assert.Equal((1, true), await TroublesAsync() is var troubles ? (troubles.NotTaken, troubles.IsAlarm) : default);
        Rig.Clock.Advance(TimeSpan.FromDays(60));
        await SweepPartnerAsync();
        await SweepPartnerAsync();
        Assert.Equal([batch], Partner.Batches);

        File.Delete(Path.Combine(Partner.Area, "out/batches", batch));
        await SweepPartnerAsync();
        Rig.Clock.Advance(TimeSpan.FromHours(2));
        await SweepPartnerAsync();
        Assert.Equal(0, (await TroublesAsync()).NotTaken);
    }

    [Fact]
    public async Task C13_a_batch_is_written_anew_under_the_next_number_and_the_old_one_withdrawn()
    {
        var cards = await OrderAsync("A1", "A2");
        var old = Partner.Batches.Single();
        await TellAsync(cards["A2"], "IN_PRODUCTION");
        Assert.Equal(1, await Operations.ReissueAsync(old, "tester", CancellationToken.None));
        Assert.Null(await Operations.ReissueAsync(old, "tester", CancellationToken.None));
        await SweepPartnerAsync();
        Assert.Empty(Partner.Batches);
        Assert.Equal(1, await Partner.MakeBatchesAsync());
        var anew = Partner.Batches.Single();
        Assert.EndsWith("_000002.zip", anew, StringComparison.Ordinal);
        Assert.Equal([cards["A1"]], Partner.Cards(anew).Select(card => card["card_no"]));

        // The customer was told once that the card is ordered.
        Assert.Single((await Partner.BackReportAsync())!, one => one.GetValueOrDefault("card_no") == cards["A1"]
            && one["status"] == "ORDERED");
    }

    [Fact]
    public async Task C12_a_failed_card_given_up_by_the_partner_is_ordered_again_or_closed_by_an_operator()
    {
        var cards = await OrderAsync("A1", "A2");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Partner.TellAsync($"EVT_F{attempt}.csv",
                cards.Values.Select(card => $"f{attempt}-{card};{Now()};{card};FAILED;NO_STOCK;;;;;;;;"));
            Assert.Equal(attempt < 2 ? 2 : 0, await Partner.MakeBatchesAsync());
        }

        Assert.False(await Operations.ReorderAsync(12_345, "tester", CancellationToken.None));
        Assert.True(await Operations.ReorderAsync(long.Parse(cards["A1"]), "tester", CancellationToken.None));
        Assert.True(await Operations.CloseAsync(long.Parse(cards["A2"]), "NO_STOCK", "tester", CancellationToken.None));
        Assert.Equal(1, await Partner.MakeBatchesAsync());
        Assert.Equal(("ORDERED", "CANCELLED"), (await StatusAsync(cards["A1"]), await StatusAsync(cards["A2"])));
        Assert.Contains((await Partner.BackReportAsync())!, one => (one["status"], one["reason_code"]) == ("CANCELLED", "NO_STOCK"));
    }

    [Fact]
    public async Task C13_an_invoice_finds_its_card_after_the_erasure_and_only_once()
    {
        Rig.Profile = Rig.Profile with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } };
        var cards = await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;");
        await Cards.DeliverAsync(cards.Values, invoiced: false);
        Rig.Clock.Advance(TimeSpan.FromDays(1));
        await NightAsync();
        Assert.Equal(1,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where erased_at is not null and card_no is null"));

        await TellAsync(cards["A1"], "INVOICED");
        Assert.Equal("ACCEPTED", Partner.Receipt($"EVT_T{files}")["file_status"]);
        Assert.Equal(1, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where invoiced_at is not null"));
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.uninvoiced_card"));
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card_event where source_id like '%{cards["A1"]}%'"));
        await TellAsync(cards["A1"], "INVOICED");
        Assert.Equal("REJECTED", Partner.Receipt($"EVT_T{files}")["file_status"]);
    }

    [Fact]
    public async Task C13_the_mark_of_an_uninvoiced_card_stays_for_24_months_at_most()
    {
        Rig.Profile = Rig.Profile with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } };
        var cards = await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;");
        await Cards.DeliverAsync(cards.Values, invoiced: false);
        Rig.Clock.Advance(TimeSpan.FromDays(1));
        await NightAsync();
        Assert.Equal(1, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.uninvoiced_card"));
        Rig.Clock.Advance(TimeSpan.FromDays(732));
        await NightAsync();
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.uninvoiced_card"));
    }

    private ProductionOperations Operations => new(Rig.Services.GetRequiredService<ExchangeDatabase>(), Rig.Clock);

    private async Task<IReadOnlyDictionary<string, string>> OrderAsync(params string[] references)
    {
        var cards = await Cards.OrderAsync(references.Select((reference, i) => $"{reference};ID-STD;Åsa;Öberg{(char)('a' + i)};;HQ;"));
        Assert.Equal(references.Length, await Partner.MakeBatchesAsync());
        return cards;
    }

    /// <summary>Sends a request file with one row and returns its result. The rig's profile asks for no signature of requests.</summary>
    private async Task<IReadOnlyDictionary<string, string>> AskAsync(string row)
    {
        Rig.Profile = Rig.Profile with { Requests = new RequestSettings { Signature = SignatureMode.Optional } };
        var name = $"REQ_{++files}";
        Rig.Drop(name + ".csv", $"request_ref;action;selector_type;selector;from;to;reason_code\r\n{row}\r\n");
        await Rig.PollAsync();
        return Rig.Results(name).Single();
    }

    private Task TellAsync(string card, string kind)
    {
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        return Partner.TellAsync($"EVT_T{++files}.csv", $"{kind}-{card}-{files};{Now()};{card};{kind};;;;;;;;;");
    }

    private string Now() => $"{Rig.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}";

    private Task<string?> StatusAsync(string card) =>
        Postgres.QueryAsOwnerAsync<string>($"select status from orders.card where card_no = {card}");

    private async Task SweepPartnerAsync() => await Rig.Services.GetRequiredService<IConsumedSweep>()
        .RunAsync(Partner.Profile.AsArea(), CancellationToken.None);

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    private Task<EventTroubles> TroublesAsync() => Rig.Services.GetRequiredService<HeldEventStore>().LookAsync(CancellationToken.None);
}
