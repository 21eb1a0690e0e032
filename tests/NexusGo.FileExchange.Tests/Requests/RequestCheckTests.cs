using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Requests;

/// <summary>What a row of a request file must look like, and which action takes which selector.</summary>
public class RequestCheckTests
{
    private const string Header = "request_ref;action;selector_type;selector;from;to;reason_code\r\n";

    private static readonly Task<CustomerVault> Vault = TestVault.OpenAsync();

    [Theory]
    // Selectors that fit.
    [InlineData("r1;CANCEL;CUSTOMER_REF;A1;;;", "")]
    [InlineData("r1;cancel;order_no;10001234;;;mistake", "")]
    [InlineData("r1;BLOCK;CARD_NO;10001234;;;LOST", "")]
    [InlineData("r1;ERASE;PERSON;19900101-9802;;;", "")]
    [InlineData("r1;ERASE;PERSON;9001019802;;;", "")]
    [InlineData("r1;ERASE;ALL_BEFORE;2026-11-21;;;", "")]
    [InlineData("r1;HISTORY;PERIOD;;2026-01-01;2026-01-31;", "")]
    [InlineData("r1;REPORT;PERIOD;;2026-01-01;2026-01-01;", "")]
    [InlineData("r1;REPORT;FULL;;;;", "")]
    [InlineData("r1;REPORT;SEQ;17;;;", "")]
    [InlineData("r1;DELIVERED;ORDER_NO;10001234;;;", "")]
    [InlineData("r1;CONSUMED;FILE;BRP_DEMO_20260101T000000Z_000001.csv;;;", "")]
    // Selectors that do not.
    [InlineData("r1;CANCEL;FILE;x.csv;;;", "R-SEL-01")]
    [InlineData("r1;APPROVE;FILE;x.csv#0123456789abcdef;;;", "")]
    [InlineData("r1;DECLINE;FILE;x#y.csv.pgp#0123456789ABCDEF0123;;;", "")]
    [InlineData("r1;APPROVE;FILE;x.csv;;;", "R-SEL-07")]
    [InlineData("r1;APPROVE;FILE;x.csv#0123456789abcde;;;", "R-SEL-07")]
    [InlineData("r1;APPROVE;FILE;#0123456789abcdef;;;", "R-SEL-07")]
    [InlineData("r1;CANCEL;PERSON;19900101-9802;;;", "R-SEL-01")]
    [InlineData("r1;BLOCK;ORDER_NO;10001234;;;", "R-SEL-01")]
    [InlineData("r1;HISTORY;ORDER_NO;10001234;;;", "R-SEL-01")]
    [InlineData("r1;ERASE;;;;;", "R-SEL-01")]
    [InlineData("r1;ERASE;EVERYTHING;;;;", "R-SEL-01")]
    [InlineData("r1;ERASE;ALL_BEFORE;2026-11-22;;;", "R-SEL-02")]
    [InlineData("r1;ERASE;ALL_BEFORE;20261121;;;", "R-SEL-02")]
    [InlineData("r1;ERASE;ALL_BEFORE;2026-02-29;;;", "R-SEL-02")]
    [InlineData("r1;ERASE;CARD_NO;-1;;;", "R-SEL-02")]
    [InlineData("r1;ERASE;CARD_NO;99999999999999999999;;;", "R-SEL-02")]
    [InlineData("r1;ERASE;CUSTOMER_REF;;;;", "R-SEL-02")]
    [InlineData("r1;REPORT;FULL;17;;;", "R-SEL-02")]
    [InlineData("r1;ERASE;PERSON;19900101-9803;;;", "R-PER-02")]
    [InlineData("r1;ERASE;PERSON;;;;", "R-PER-02")]
    // Days.
    [InlineData("r1;HISTORY;PERIOD;;2026-01-31;2026-01-01;", "R-SEL-04")]
    [InlineData("r1;HISTORY;PERIOD;;2026-01-31;;", "R-SEL-04")]
    [InlineData("r1;HISTORY;PERIOD;2026;2026-01-01;2026-01-31;", "R-SEL-04")]
    [InlineData("r1;HISTORY;CUSTOMER_REF;A1;2026-01-01;;", "R-SEL-04")]
    // The rest.
    [InlineData("r1;EXPLODE;CARD_NO;1;;;", "R-ACT-03")]
    [InlineData("r1;BLOCK;CARD_NO;10001234;;;it was Anna's", "R-SEL-05")]
    [InlineData("r1;BLOCK;CARD_NO;10001234;;;19900101-9802", "R-SEL-05")]
    [InlineData(";BLOCK;CARD_NO;10001234;;;", "R-REF-01")]
    [InlineData("19900101-9802;BLOCK;CARD_NO;10001234;;;", "R-REF-01")]
    public async Task A_row_is_right_or_says_why_not(string row, string code)
    {
        var read = await ReadAsync(row);
        Assert.Equal(code, read.Findings.Count == 0 ? "" : read.Findings[0].Code);
        Assert.Equal(code.Length == 0, read.Selector is not null);
    }

    [Fact]
    public async Task A_person_is_taken_from_an_encrypted_file_only_and_kept_as_an_index()
    {
        Assert.Equal("R-PER-01", (await ReadAsync("r1;ERASE;PERSON;19900101-9802;;;", encrypted: false)).Findings.Single().Code);
        var (one, same, other) = (await ReadAsync("r1;ERASE;PERSON;19900101-9802;;;"), await ReadAsync("r1;ERASE;PERSON;9001019802;;;"),
            await ReadAsync("r1;ERASE;PERSON;19900101-9810;;;"));
        Assert.Equal(one.PersonIndex, same.PersonIndex);
        Assert.NotEqual(one.PersonIndex, other.PersonIndex);

        // What is kept for good does not depend on the person.
        Assert.Equal(one.ContentIndex.ToArray(), other.ContentIndex.ToArray());
        Assert.NotEqual((await ReadAsync("r1;ERASE;CUSTOMER_REF;A1;;;")).ContentIndex.ToArray(),
            (await ReadAsync("r1;ERASE;CUSTOMER_REF;A2;;;")).ContentIndex.ToArray());
        Assert.DoesNotContain("9802", one.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("2024-02-29", "2024-02-28T23:00:00Z", "2024-02-29T23:00:00Z")]
    public async Task A_day_of_a_period_is_a_Swedish_day(string day, string from, string until)
    {
        var row = await ReadAsync($"r1;HISTORY;PERIOD;;{day};{day};");
        Assert.Equal((from, until), (Text(row.From), Text(row.Until)));
        static string Text(DateTimeOffset? instant) =>
            instant!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("CANCEL", "Order")]
    [InlineData("DELIVERED", "Order")]
    [InlineData("APPROVE", "Approve")]
    [InlineData("DECLINE", "Approve")]
    [InlineData("BLOCK", "Block")]
    [InlineData("UNBLOCK", "Block")]
    [InlineData("TERMINATE", "Block")]
    [InlineData("ERASE", "Erase")]
    [InlineData("HISTORY", "History")]
    [InlineData("REPORT", "")]
    [InlineData("CONSUMED", "")]
    public void Each_action_needs_its_right(string action, string right) =>
        Assert.Equal(right, RequestRules.ActionOf(action)!.Value.Rule().Right?.ToString() ?? "");

    [Fact]
    public void An_action_is_refused_to_whoever_lacks_the_right_and_granted_unsigned_where_agreed()
    {
        foreach (var action in Enum.GetValues<RequestAction>())
        {
            foreach (var right in Enum.GetValues<PersonRight>())
            {
                var needed = action.Rule().Right;
                Assert.Equal(needed is null || needed == right ? "" : "R-ACT-02",
                    Decide(action, new Signer("kim", "AB", [right]), SignatureMode.Required));
            }

            Assert.Equal("R-APP-02", Decide(action, null, SignatureMode.Required));
            Assert.Equal("", Decide(action, null, SignatureMode.Optional));
        }
    }

    [Fact]
    public void What_customers_ask_goes_through_the_life_cycle()
    {
        foreach (var status in Enum.GetValues<CardStatus>())
        {
            var facts = new CardFacts(status, CardState.None, IsInvoiced: false, IsErased: false);
            Assert.Equal(CardLifeCycle.Allows(status, CardStatus.Cancelled),
                CardLifeCycle.Ask(facts, CardEventKind.Cancelled).Effect == EventEffect.Applied);
            Assert.Equal(status == CardStatus.Shipped, CardLifeCycle.Ask(facts, CardEventKind.Delivered).Effect == EventEffect.Applied);
            Assert.Equal(EventEffect.Refused, CardLifeCycle.Ask(facts with { IsHeld = true }, CardEventKind.Delivered).Effect);
            Assert.Null(CardLifeCycle.Ask(facts with { Status = CardStatus.Shipped }, CardEventKind.Delivered).Facts.LastEventAt);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => CardLifeCycle.Ask(default, CardEventKind.Produced));
        Assert.Equal(EventEffect.Refused, CardLifeCycle.Apply(default, new CardEvent(CardEventKind.Cancelled, default)).Effect);
    }

    /// <summary>The code with which a request that finds nothing is refused, or empty.</summary>
    private static string Decide(RequestAction action, Signer? signer, SignatureMode signature)
    {
        var profile = DemoProfile.Create() with { Requests = new RequestSettings { Signature = signature },
            Pgp = new PgpSettings { AnswerCertificates = ["/kim.asc"] } };
        var row = new RequestRow { RowNumber = 1, RequestRef = "r1", Action = action, Selector = action.Rule().Selectors[0], FileName = "x",
            Number = 1 };
        var decisions = new RequestDecisions(new Dictionary<string, AnsweredRequest>(), profile, signer, true, true,
            DateTimeOffset.UnixEpoch);
        Assert.Equal(decisions.ToLookUp([row]).Count == 1,
            decisions.Decide([row], new KnownRequests())[0].Outcome == RequestOutcome.NotFound);
        return new RequestDecisions(new Dictionary<string, AnsweredRequest>(), profile, signer, true, true, DateTimeOffset.UnixEpoch)
            .Decide([row], new KnownRequests())[0].Code ?? "";
    }

    private static async Task<RequestRow> ReadAsync(string row, bool encrypted = true)
    {
        var reader = new RequestReader(DemoProfile.Create(), new RequestCheck(await Vault, DemoProfile.Today, encrypted));
        Assert.Null(await reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Header + row + "\r\n")), CancellationToken.None));
        return Assert.Single(reader.Rows);
    }
}
