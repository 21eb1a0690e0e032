using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>
/// Whatever one customer asks, by whatever selector, nothing of another's is touched or told. Every action with every selector it takes
/// names what is the other's; the one who asks has a card of the same reference and person, which must not lead to the other's.
/// </summary>
public sealed class CustomersApartTests(OpenPgpJourneyLab lab) : IAsyncLifetime, IClassFixture<OpenPgpJourneyLab>
{
    private const string Person = "19900101-9802";

    private readonly PostgresFixture postgres = new();
    private ExchangeRig theirs = null!;
    private ExchangeRig ours = null!;
    private PartnerRig partner = null!;
    private Dictionary<string, string> values = [];

    /// <summary>Every action with every selector that it takes, and what it has to answer about somebody else's things.</summary>
    public static TheoryData<string, string, string> All => new()
    {
        { "CANCEL", "CUSTOMER_REF", "NOT_FOUND" }, { "CANCEL", "ORDER_NO", "NOT_FOUND" }, { "CANCEL", "CARD_NO", "NOT_FOUND" },
        { "APPROVE", "FILE", "NOT_FOUND" }, { "APPROVE", "ORDER_NO", "NOT_FOUND" }, { "DECLINE", "FILE", "NOT_FOUND" },
        { "DECLINE", "ORDER_NO", "NOT_FOUND" },
        { "BLOCK", "CARD_NO", "NOT_FOUND" }, { "BLOCK", "CUSTOMER_REF", "NOT_FOUND" }, { "UNBLOCK", "CARD_NO", "NOT_FOUND" },
        { "UNBLOCK", "CUSTOMER_REF", "NOT_FOUND" },
        { "TERMINATE", "CARD_NO", "NOT_FOUND" }, { "TERMINATE", "CUSTOMER_REF", "NOT_FOUND" },
        { "ERASE", "CUSTOMER_REF", "NOT_FOUND" }, { "ERASE", "ORDER_NO", "NOT_FOUND" }, { "ERASE", "CARD_NO", "NOT_FOUND" },
        { "ERASE", "PERSON", "NOT_FOUND" }, { "ERASE", "ALL_BEFORE", "NOT_FOUND" },
        { "HISTORY", "PERSON", "NOT_FOUND" }, { "HISTORY", "CUSTOMER_REF", "NOT_FOUND" }, { "HISTORY", "PERIOD", "NOT_FOUND" },
        { "REPORT", "SEQ", "NOT_FOUND" }, { "REPORT", "PERIOD", "NOT_FOUND" }, { "REPORT", "FULL", "NOT_FOUND" },
        { "DELIVERED", "CARD_NO", "NOT_FOUND" }, { "DELIVERED", "ORDER_NO", "NOT_FOUND" }, { "CONSUMED", "FILE", "NOT_FOUND" },
    };

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        CustomerProfile Open(CustomerProfile p) => p with
        {
            Orders = p.Orders with { Approval = ApprovalMode.FourEyes },
            People = [.. p.People.Select(one => one.Id is "robin" ? one with { Rights = Enum.GetValues<PersonRight>() } : one)],
        };
        theirs = lab.Rig(postgres.ConnectionString, "THEM", Open);
        ours = lab.Rig(postgres.ConnectionString, "OURS",
            p => Open(p) with { Pgp = new PgpSettings { AnswerCertificates = [lab.Kim.File] } });
        partner = new PartnerRig(theirs);

        // A shipped card, one that waits for production and one that waits for approval, all told of.
        theirs.Drop("ORD_1.csv.pgp", lab.Seal(Order("X1")));
        theirs.Drop("ORD_2.csv.pgp", lab.Seal(Order("X2")));
        await theirs.PollAsync();
        await AskAsync(theirs, "REQ_0", "a1;APPROVE;FILE;ORD_1.csv.pgp;;;");
        var card = theirs.Results("ORD_1")[0]["card_no"];
        await partner.MakeBatchesAsync();
        var t = theirs.Clock.GetUtcNow();
        await partner.TellAsync("EVT_1.csv", new[] { "IN_PRODUCTION", "PRODUCED", "INVOICED", "SHIPPED" }
            .Select((kind, i) => string.Create(CultureInfo.InvariantCulture,
                $"e{i};{t.AddSeconds(i):yyyy-MM-ddTHH:mm:ssZ};{card};{kind};;;;;;;;;{(kind == "INVOICED" ? "INV" : "")}")));
        await partner.BackReportAsync();
        await theirs.PollAsync(1);
        theirs.Clock.Advance(TimeSpan.FromDays(2));
        ours.Clock.Advance(TimeSpan.FromDays(2));
        var day = NexusGo.FileExchange.Swedish.SwedishTime.DateOf(theirs.Clock.GetUtcNow());
        values = new Dictionary<string, string>
        {
            ["CUSTOMER_REF"] = "X1;;", ["CARD_NO"] = card + ";;", ["ORDER_NO"] = theirs.Results("ORD_1")[0]["order_no"] + ";;",
            ["PERSON"] = Person + ";;", ["SEQ"] = "1;;", ["FULL"] = ";;",
            ["ALL_BEFORE"] = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd};;"),
            ["PERIOD"] = string.Create(CultureInfo.InvariantCulture, $";{day.AddDays(-3):yyyy-MM-dd};{day:yyyy-MM-dd}"),
        };
    }

    public async Task DisposeAsync()
    {
        await ours.DisposeAsync();
        await theirs.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Theory]
    [Trait("Attack", "20.0 a request about another customer's cards")]
    [MemberData(nameof(All))]
    public async Task Nothing_of_another_customer_is_touched_or_told(string action, string selector, string outcome)
    {
        var files = action == "CONSUMED" ? theirs.Names("out/reports").Concat(theirs.Names("out/receipts")).Select(name => name + ";;")
            : selector == "FILE" ? ["ORD_2.csv.pgp;;"] : [values[selector]];
        var rows = files.Select((value, i) => $"q{i};{action};{selector};{value};").ToList();
        var before = await EverythingOfAsync("THEM");
        await AskAsync(ours, "REQ_1", rows);
        var results = AnswerFile.Read(lab.Open(ours.Bytes("out/receipts/RES_REQ_1.csv.pgp")));
        Assert.Equal(rows.Select(_ => (outcome, "", "", "")),
            results.Select(row => (row["outcome"], row["order_no"], row["card_no"], row["first_error_code"])));
        Assert.Equal(before, await EverythingOfAsync("THEM"));
        Assert.Empty(ours.Names("out/reports"));
    }

    [Fact]
    public void Every_action_and_selector_is_tried()
    {
        var rules = Enum.GetValues<NexusGo.FileExchange.Requests.RequestAction>()
            .SelectMany(action => NexusGo.FileExchange.Requests.RequestRules.Rule(action)
            .Selectors.Select(selector =>
            $"{NexusGo.FileExchange.Requests.RequestRules.ToWireName(action)} "
            + $"{NexusGo.FileExchange.Requests.RequestRules.ToWireName(selector)}"));
        Assert.Equal(rules.Order(StringComparer.Ordinal), All.Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ERASE", "PERSON")]
    [InlineData("ERASE", "CUSTOMER_REF")]
    [InlineData("ERASE", "ALL_BEFORE")]
    [InlineData("CANCEL", "CUSTOMER_REF")]
    [InlineData("HISTORY", "PERSON")]
    [InlineData("HISTORY", "PERIOD")]
    public async Task The_same_reference_and_person_at_two_customers_are_two_cards(string action, string selector)
    {
        ours.Clock.Advance(TimeSpan.FromDays(-1));
        ours.Drop("ORD_1.csv.pgp", lab.Seal(Order("X1")));
        await ours.PollAsync();
        ours.Clock.Advance(TimeSpan.FromDays(1));
        var before = await EverythingOfAsync("THEM");
        await AskAsync(ours, "REQ_1", $"q1;{action};{selector};{values[selector]};");
        Assert.Equal(action == "ERASE" ? "SCHEDULED" : "DONE",
            AnswerFile.Read(lab.Open(ours.Bytes("out/receipts/RES_REQ_1.csv.pgp")))[0]["outcome"]);
        Assert.Equal(before, await EverythingOfAsync("THEM"));
        if (action == "HISTORY")
        {
            Assert.Equal(["X1"], AnswerFile.Read(lab.Open(ours.Bytes("out/reports/" + ours.Names("out/reports")[0])))
                .Select(line => line["customer_ref"]));
        }
    }

    [Theory]
    [Trait("Attack", "20.0 a statement that forgets whose rows it asks for")]
    [InlineData("select count(*) from orders.card")]
    [InlineData("select count(*) from exchange.request")]
    [InlineData("select count(*) from exchange.scheduled_erasure")]
    [InlineData("select count(*) from exchange.history_card")]
    [InlineData("select count(*) from orders.card_event")]
    public async Task The_policies_show_one_customers_rows_whatever_a_statement_forgets(string sql)
    {
        await postgres.ExecuteAsOwnerAsync("""
            insert into exchange.scheduled_erasure (customer_id, request_ref, card_id, file_id, scheduled_at, profile_version)
                values ('THEM', 'r', gen_random_uuid(), gen_random_uuid(), now(), '1');
            insert into exchange.history_card (customer_id, report_id, card_id) values ('THEM', gen_random_uuid(), gen_random_uuid())
            """);
        async Task<long> CountAsync(string customer) =>
            await postgres.Database.InTransactionAsync(new CustomerId(customer), async session =>
            {
                await using var command = session.Command(sql);
                return (long)(await command.ExecuteScalarAsync())!;
            }, CancellationToken.None);
        Assert.NotEqual(0, await CountAsync("THEM"));
        Assert.Equal(0, await CountAsync("OURS"));
    }

    private static string Order(string reference) => OpenPgpJourneyLab.Header + $"{reference};ID-STD;Åsa;Öberg;{Person};HQ\r\n";

    /// <summary>Every row of every table that names the customer, as text.</summary>
    private async Task<string> EverythingOfAsync(string customer)
    {
        var tables = (await postgres.QueryAsOwnerAsync<string[]>("""
            select array_agg(format('%I.%I', table_schema, table_name) order by 1) from information_schema.columns
            where column_name = 'customer_id' and table_schema in ('exchange', 'orders', 'vault', 'audit', 'retention')
            """))!;
        Assert.True(tables.Length > 15);
        var rows = await Task.WhenAll(tables.Select(table =>
            postgres.QueryAsOwnerAsync<string>(
            $"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t where customer_id = '{customer}'")));
        return string.Join('\n', tables.Zip(rows, (table, content) => $"{table}: {content}"));
    }

    private async Task AskAsync(ExchangeRig rig, string name, params IEnumerable<string> rows)
    {
        rig.Drop($"{name}.csv.pgp", lab.Seal(Asking.File(rows.Select(rig.WithChecksum)), lab.Robin));
        await rig.PollAsync(3);
    }
}
