using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;
using NexusGo.FileExchange.Testing.Workbook;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>
/// Contract, section 3: back-reports and histories in the form that the customer agreed on, from the order to the end of the file.
/// </summary>
public sealed class C03_ExcelReportsTests(OpenPgpJourneyLab lab) : CardTests, IClassFixture<OpenPgpJourneyLab>
{
    private const string Person = "19900101-9802";
    private const string Phone = "+46701740605";

    protected override ExchangeRig CreateRig(string connectionString) => lab.Rig(connectionString, "CTHREE", p => p with
    {
        Orders = p.Orders with { DeclaredColumns = ["national_identity_number", "phone"] },
        Pgp = new PgpSettings { Encryption = PgpMode.Optional, Signature = SignatureMode.Optional },
        People = [.. p.People.Select(one => one.Id == "pat" ? one with { Rights = [PersonRight.History, PersonRight.Erase] } : one)],
    });

    [Fact]
    public async Task C03_workbooks_are_repeated_consumed_and_taken_away_like_any_report()
    {
        Rig.Profile = Rig.Profile with { Answers = Rig.Profile.Answers with { Format = AnswerFormat.Xlsx } };
        var card = await OrderAsync();
        await Cards.DeliverAsync([card]);
        await Rig.Services.GetRequiredService<IBackReports>().MakeAsync(Rig.Profile, CancellationToken.None);
        await Rig.Services.GetRequiredService<IReportDelivery>().RunAsync(Rig.Profile, CancellationToken.None);
        var report = Assert.Single(Rig.Names("out/reports"));
        Assert.Matches(@"^BRP_CTHREE_\d{8}T\d{6}Z_000001\.xlsx$", report);
        var told = OpenedWorkbook.Records(Rig.Bytes("out/reports/" + report));
        var shipped = Assert.Single(told, line => line["status"] == "SHIPPED");
        Assert.Equal((card, $"SHIP-{card}"), (shipped["card_no"], shipped["shipment_no"]));
        Assert.Equal("1", told[^1]["order_no"]);

        // Asked for again, it is a workbook again.
        await AskAsync("REQ_1", "r1;REPORT;SEQ;1;;;");
        var repeat = Assert.Single(Rig.Names("out/reports"), name => name.EndsWith("_R000001.xlsx", StringComparison.Ordinal));
        Assert.Equal(told.SkipLast(1).Select(line => line["event_id"]),
            OpenedWorkbook.Records(Rig.Bytes("out/reports/" + repeat)).SkipLast(1).Select(line => line["event_id"]));

        // Consumed by request, and by a file beside it.
        await Rig.SweepAsync();
        await AskAsync("REQ_2", $"r2;CONSUMED;FILE;{report};;;");
        Rig.Drop(repeat + ".done", "", "out/reports");
        await Rig.SweepAsync();
        Assert.Empty(Rig.Names("out/reports"));

        // A history is sealed, and goes when its card is erased.
        Rig.Profile = Rig.Profile with { Pgp = Rig.Profile.Pgp with { AnswerCertificates = [lab.Kim.File] } };
        await AskAsync("REQ_3", $"h1;HISTORY;PERSON;{Person};;;");
        var history = Assert.Single(Rig.Names("out/reports"));
        Assert.Matches(@"^HIS_CTHREE_\d{8}T\d{6}Z_000001\.xlsx\.pgp$", history);
        var line = Assert.Single(OpenedWorkbook.Records(lab.Open(Rig.Bytes("out/reports/" + history))));
        Assert.Equal(("Åsa", "199001019802", Phone, card, "0012"),
            (line["first_name"], line["national_identity_number"], line["phone"], line["card_no"], line["employee_number"]));
        await AskAsync("REQ_4", "e1;ERASE;CUSTOMER_REF;A1;;;");
        await Rig.SweepAsync(2);
        Assert.Empty(Rig.Names("out/reports"));
    }

    [Theory]
    [InlineData(AnswerNumbers.Plain, Phone, "0012", "199001019802", "Åsa")]
    [InlineData(AnswerNumbers.ExcelText, $"=\"{Phone}\"", "=\"0012\"", "=\"199001019802\"", "Åsa")]
    public async Task C03_a_telephone_number_in_a_history_stays_as_it_is(AnswerNumbers numbers, string phone, string employee,
        string person, string name)
    {
        Rig.Profile = Rig.Profile with { Answers = Rig.Profile.Answers with { Numbers = numbers } };
        await OrderAsync();
        Rig.Profile = Rig.Profile with { Pgp = Rig.Profile.Pgp with { AnswerCertificates = [lab.Kim.File] } };
        await AskAsync("REQ_1", $"h1;HISTORY;PERSON;{Person};;;");
        var line = Assert.Single(AnswerFile.Read(lab.Open(Rig.Bytes("out/reports/" + Assert.Single(Rig.Names("out/reports"))))));
        Assert.Equal((phone, employee, person, name),
            (line["phone"], line["employee_number"], line["national_identity_number"], line["first_name"]));

        // What is no number in E.164 is neutralised.
        Assert.Equal("'-", line["title"]);
    }

    private async Task<string> OrderAsync()
    {
        Rig.Drop("ORD_1.csv",
            $"customer_ref;product_code;first_name;last_name;title;national_identity_number;phone;employee_number;"
            + $"delivery_address_id\r\nA1;ID-STD;Åsa;Öberg;-;{Person};{Phone};0012;HQ\r\n");
        await Rig.PollAsync();
        return Assert.Single(Rig.Results("ORD_1"))["card_no"].Trim('=', '"');
    }

    private async Task AskAsync(string name, params IEnumerable<string> rows)
    {
        Rig.Drop($"{name}.csv.pgp", lab.Seal(Asking.File(rows), lab.Pat));
        await Rig.PollAsync(3);
    }
}
