using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 9: receipts, results, errors.</summary>
public sealed class C09_AnswersTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CNINE");

    [Fact]
    public async Task C09_at_most_5000_error_lines_and_it_says_so()
    {
        var rows = new StringBuilder("customer_ref;product_code;first_name;last_name;delivery_address_id\r\n");
        for (var i = 0; i < 5_010; i++)
        {
            rows.Append(null, $"A{i};NOPE;Åsa;Öberg;HQ\r\n");
        }

        Rig.Drop("ORD_1.csv", rows.ToString());
        await Rig.PollAsync();
        var errors = Rig.Errors("ORD_1");
        Assert.Equal(5_000, errors.Count(line => line["record_type"] == "E"));
        Assert.Contains("5000 av 5010", errors[^1]["hint"], StringComparison.Ordinal);
        Assert.Equal(5_010, Rig.Results("ORD_1").Count);
    }

    [Fact]
    public async Task C09_the_column_is_given_of_what_the_register_found()
    {
        const string Person = "198112189876";
        var nobodys = NexusGo.FileExchange.Swedish.CheckDigit.Append(90_000_000);
        await Cards.OrderAsync($"A1;ID-STD;Åsa;Öberg;{Person};HQ;");
        Rig.Drop("ORD_3.csv",
            "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id;replaces_card_no;"
            + "replace_reason\r\n"
            + $"A1;ID-STD;Bo;Ek;;HQ;;\r\nA2;ID-STD;Åsa;Öberg;{Person};HQ;;\r\nA3;ID-STD;Bo;Ek;;HQ;{nobodys};DAMAGED\r\n");
        await Rig.PollAsync();
        Assert.Equal([("1", "E-REF-02", "customer_ref"), ("2", "W-DUP-01", "national_identity_number"),
            ("3", "E-REF-04", "replaces_card_no")],
            Rig.Errors("ORD_3").Where(line => line["record_type"] == "E")
            .Select(line => (line["row_no"], line["error_code"], line["column"])));
    }

    [Theory]
    [InlineData(AnswerLanguage.Sv, "kontrollfilen anger 5 rader, filen har 1")]
    [InlineData(AnswerLanguage.En, "the control file says 5 rows, the file has 1")]
    public async Task C09_a_missing_row_is_told_in_the_customers_language_of_every_kind_of_file(AnswerLanguage language, string hint)
    {
        Rig.Profile = Rig.Profile with { Answers = Rig.Profile.Answers with { Language = language } };
        foreach (var (name, content) in new[]
        {
            ("ORD_4", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n"),
            ("REQ_4", "request_ref;action;selector_type;selector\r\nR1;BLOCK;CUSTOMER_REF;A1\r\n"),
        })
        {
            Rig.Drop(name + ".csv.ctl", "rows=5\n");
            Rig.Drop(name + ".csv", content);
            await Rig.PollAsync();
            Assert.Equal(("F-CTL-01", hint), Rig.Errors(name) is [var line, _] ? (line["error_code"], line["hint"]) : default);
        }
    }

    [Fact]
    public async Task C09_the_receipt_of_10000_rows_comes_within_60_seconds()
    {
        using var content = new MemoryStream();
        OrderFileGenerator.Write(content, 10_000);
        Rig.Drop("ORD_2.csv", content.ToArray());
        var start = TimeProvider.System.GetTimestamp();
        await Rig.PollAsync();
        Assert.Equal("10000", Rig.Receipt("ORD_2")["rows_total"]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
