using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>
/// ERASE: what is produced and invoiced goes at once, the rest on the day when both hold, or not at all where that is agreed.
/// </summary>
public sealed class EraseRequestTests(OpenPgpJourneyLab lab) : CardTests, IClassFixture<OpenPgpJourneyLab>
{
    private const string Person = "19900101-9802";
    private const string Row = $"A1;ID-STD;Planterad-Åsa;Gömdsson;{Person};HQ;";

    protected override ExchangeRig CreateRig(string connectionString) => lab.Rig(connectionString, "ERQ", p => p with
    {
        Pgp = new PgpSettings { Encryption = PgpMode.Optional, Signature = SignatureMode.Optional },
        Requests = new RequestSettings { Signature = SignatureMode.Optional },
        People = [.. p.People.Select(one => one.Id == "pat" ? one with { Rights = [PersonRight.Erase] } : one)],
    });

    [Theory]
    [InlineData("CUSTOMER_REF", "A1")]
    [InlineData("CARD_NO", null)]
    [InlineData("ORDER_NO", null)]
    [InlineData("PERSON", "900101-9802")]
    [InlineData("ALL_BEFORE", null)]
    public async Task Produced_and_invoiced_cards_go_at_once(string selector, string? value)
    {
        var planted = new PlantedText("Planterad-Åsa", "Gömdsson", Person, "199001019802", "900101-9802");
        var card = (await Cards.OrderAsync(Row))["A1"];
        await Cards.DeliverAsync([card]);
        value ??= selector switch
        {
            "CARD_NO" => card,
            "ORDER_NO" => Rig.Results("ORD_ERQ_0001")[0]["order_no"],
            _ => NexusGo.FileExchange.Swedish.SwedishTime.DateOf(Rig.Clock.GetUtcNow().AddDays(1))
                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        };
        Rig.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal([("DONE", "")], await AskAsync("REQ_1", $"r1;ERASE;{selector};{value};;;"));
        Assert.Equal("", Rig.Results("REQ_1")[0]["card_no"]);
        Assert.Equal(1L,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where erased_at is not null and sealed is null and "
            + "card_no is null and person_index is null"));
        Assert.Equal("REQUEST r1 1",
            await Postgres.QueryAsOwnerAsync<string>("select cause || ' ' || subject || ' ' || cards from retention.erasure"));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select person_index is null and done_at is not null from exchange.request"));
        await planted.AssertTablesCleanAsync(Postgres);
        planted.AssertNotIn("the log", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Rig.Log.Lines)));
    }

    [Fact]
    public async Task What_is_not_produced_and_invoiced_waits_for_both_whatever_the_profile_says_then()
    {
        var numbers = await Cards.OrderAsync(Row, $"A2;VISITOR;Bo;Ek;{Person};HQ;");
        await Cards.DeliverAsync([numbers["A1"]]);
        Assert.Equal([("SCHEDULED", "")], await AskAsync("REQ_1", $"r1;ERASE;PERSON;{Person};;;"));
        Assert.Equal(("1", "ACCEPTED"), (Rig.Receipt("REQ_1")["rows_on_hold"], Rig.Receipt("REQ_1")["file_status"]));
        Assert.Equal("false true", await ErasedAsync());
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select person_index is not null and done_at is null from exchange.request"));

        // Produced, but not invoiced; the agreement has become stricter meanwhile.
        Rig.Profile = Rig.Profile with { Version = "later",
            Requests = Rig.Profile.Requests with { EraseBeforeInvoice = EarlyErase.Refuse } };
        await Cards.DeliverAsync([numbers["A2"]], invoiced: false);
        Assert.Equal(0, await FulfilAsync());
        Assert.Equal("false true", await ErasedAsync());

        await Partner.TellAsync("EVT_last.csv", $"i1;{Rig.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ};{numbers["A2"]};INVOICED;;;;;;;;;INV-2");
        Assert.Equal(1, await FulfilAsync());
        Assert.Equal("true true", await ErasedAsync());
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>(
            "select person_index is null and done_at is not null and outcome = 'SCHEDULED' from exchange.request"));
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.scheduled_erasure"));
        Assert.Equal("2026-11 2026-11",
            await Postgres.QueryAsOwnerAsync<string>("select string_agg(profile_version, ' ') from retention.erasure"));
        Assert.Equal(0, await FulfilAsync());

        // The same answer, and nothing a second time.
        Assert.Equal([("SCHEDULED", "")], await AskAsync("REQ_2", $"r1;ERASE;PERSON;{Person};;;"));
        Assert.Equal(2L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from retention.erasure"));
    }

    [Fact]
    public async Task Where_early_erasure_is_refused_nothing_of_the_row_is_erased()
    {
        Rig.Profile = Rig.Profile with { Requests = Rig.Profile.Requests with { EraseBeforeInvoice = EarlyErase.Refuse } };
        var numbers = await Cards.OrderAsync(Row, "A2;ID-STD;Bo;Ek;;HQ;");
        var order = Rig.Results("ORD_ERQ_0001")[0]["order_no"];
        await Cards.DeliverAsync([numbers["A1"]]);
        await Cards.DeliverAsync([numbers["A2"]], invoiced: false);
        Assert.Equal([("REFUSED", "R-ERA-01"), ("REFUSED", "R-ERA-01"), ("DONE", ""), ("NOT_FOUND", "")],
            await AskAsync("REQ_1", $"r1;ERASE;ORDER_NO;{order};;;", $"r2;ERASE;CARD_NO;{numbers["A2"]};;;",
            $"r3;ERASE;CARD_NO;{numbers["A1"]};;;", "r4;ERASE;CUSTOMER_REF;A9;;;"));
        Assert.Equal("false true", await ErasedAsync());
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.scheduled_erasure"));
    }

    [Fact]
    public async Task What_is_erased_already_is_unchanged_by_its_order_and_unknown_otherwise()
    {
        var card = (await Cards.OrderAsync(Row))["A1"];
        var order = Rig.Results("ORD_ERQ_0001")[0]["order_no"];
        await Cards.DeliverAsync([card]);
        Assert.Equal([("DONE", ""), ("UNCHANGED", ""), ("UNCHANGED", "")],
            await AskAsync("REQ_1", $"r1;ERASE;ORDER_NO;{order};;;", $"r2;ERASE;ORDER_NO;{order};;;", $"r3;ERASE;CARD_NO;{card};;;"));
        Assert.Equal([("UNCHANGED", ""), ("NOT_FOUND", ""), ("NOT_FOUND", "")],
            await AskAsync("REQ_2", $"r4;ERASE;ORDER_NO;{order};;;", $"r5;ERASE;CARD_NO;{card};;;", $"r6;ERASE;PERSON;{Person};;;"));
    }

    [Fact]
    public async Task Neither_condition_follows_from_the_other()
    {
        // Invoiced says nothing of a card that was never produced.
        await Cards.OrderAsync(Row);
        await Postgres.ExecuteAsOwnerAsync("update orders.card set invoiced_at = now()");
        Assert.Equal([("SCHEDULED", "")], await AskAsync("REQ_1", "r1;ERASE;CUSTOMER_REF;A1;;;"));
        Assert.Equal(0, await FulfilAsync());
        await Postgres.ExecuteAsOwnerAsync("update orders.card set status = 'PRODUCED', card_state = 'ACTIVE', produced_at = now()");
        Assert.Equal(1, await FulfilAsync());
    }

    [Fact]
    public async Task A_person_is_only_named_in_encrypted_files_and_forgotten_when_the_request_is_done()
    {
        await Cards.OrderAsync(Row);
        Assert.Equal([("REFUSED", "R-PER-01")], await Rig.AskAsync("REQ_1", $"r1;ERASE;PERSON;{Person};;;"));
        Rig.Drop("REQ_s.csv.pgp", lab.Keys.People.Run(System.Text.Encoding.UTF8.GetBytes(Asking.File($"r1;ERASE;PERSON;{Person};;;")),
            "--batch", "-u", lab.Pat.Fingerprint, "--sign"));
        await Rig.PollAsync();
        Assert.Equal(("R-PER-01", $"pat {lab.Pat.Fingerprint}"),
            (Rig.Results("REQ_s")[0]["first_error_code"], Rig.Receipt("REQ_s")["signed_by"]));
        Assert.Equal([("REFUSED", "R-PER-02"), ("NOT_FOUND", "")],
            await AskAsync("REQ_2", "r1;ERASE;PERSON;19900101-9803;;;", "r2;ERASE;PERSON;19900101-9810;;;"));
        Assert.DoesNotContain(Rig.Errors("REQ_2"), line => line.Values.Any(value => value.Contains("990101", StringComparison.Ordinal)
            || value.Contains("9803", StringComparison.Ordinal)));

        // While it is open, the reference belongs to this person; afterwards nobody knows any more which one it was.
        Assert.Equal([("SCHEDULED", ""), ("REFUSED", "R-REF-02")],
            await AskAsync("REQ_3", $"r3;ERASE;PERSON;{Person};;;", "r3;ERASE;PERSON;19900101-9810;;;"));
        Assert.Equal([("REFUSED", "R-REF-02")], await AskAsync("REQ_4", "r3;ERASE;PERSON;19900101-9810;;;"));
        Assert.Equal([("NOT_FOUND", "")], await AskAsync("REQ_5", "r2;ERASE;PERSON;19900101-9802;;;"));
    }

    [Fact]
    public async Task A_whole_register_is_erased_in_turns()
    {
        await Cards.OrderAsync(Enumerable.Range(1, 9_000).Select(i => $"A{i};VISITOR;;;;HQ;"));
        await Cards.OrderAsync(Enumerable.Range(1, 3_000).Select(i => $"B{i};VISITOR;;;;HQ;"));
        await Postgres.ExecuteAsOwnerAsync(
            "update orders.card set status = 'PRODUCED', card_state = 'ACTIVE', produced_at = now(), invoiced_at = now()");
        Rig.Clock.Advance(TimeSpan.FromDays(1));
        var today = NexusGo.FileExchange.Swedish.SwedishTime.DateOf(Rig.Clock.GetUtcNow())
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([("SCHEDULED", "")], await AskAsync("REQ_1", $"r1;ERASE;ALL_BEFORE;{today};;;"));
        Assert.Equal(12_000, await FulfilAsync());
        Assert.Equal(12_000L,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where erased_at is not null and sealed is null"));
        Assert.Equal((24L, true), (await Postgres.QueryAsOwnerAsync<long>("select count(*) from retention.erasure"),
            await Postgres.QueryAsOwnerAsync<bool>("select done_at is not null from exchange.request")));
    }

    private Task<long> FulfilAsync() => Rig.Services.GetRequiredService<IScheduledErasures>().RunAsync(Rig.Profile, CancellationToken.None);

    /// <summary>Whether each card is erased, in the order of their being ordered, the later first.</summary>
    private async Task<string?> ErasedAsync() =>
        await Postgres.QueryAsOwnerAsync<string>(
        "select string_agg((erased_at is not null)::text, ' ' order by row_no desc) from orders.card");

    private async Task<IReadOnlyList<(string Outcome, string Code)>> AskAsync(string name, params IEnumerable<string> rows)
    {
        Rig.Drop($"{name}.csv.pgp", lab.Seal(Asking.File(rows), lab.Pat));
        await Rig.PollAsync();
        return [.. Rig.Results(name).Select(row => (row["outcome"], row["first_error_code"]))];
    }
}
