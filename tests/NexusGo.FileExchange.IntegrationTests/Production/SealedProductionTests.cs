using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>
/// Batches, event files, their answers and back-reports with a real GnuPG on the other side. Robin is the factory, pat somebody there
/// without the right.
/// </summary>
public sealed class SealedProductionTests(OpenPgpJourneyLab lab) : CardTests, IClassFixture<OpenPgpJourneyLab>
{
    private string card = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1")));
        await Rig.PollAsync();
        card = AnswerFile.Read(lab.Open(Rig.Bytes("out/receipts/RES_ORD_1.csv.pgp")))[0]["card_no"];
        Assert.Equal(1, await Partner.MakeBatchesAsync());
    }

    protected override ExchangeRig CreateRig(string connectionString) =>
        lab.Rig(connectionString, "SEA", profile => profile with { Pgp = profile.Pgp with { AnswerCertificates = [lab.Kim.File] } });

    protected override PartnerRig CreatePartner(ExchangeRig rig) => new(rig, p => p with
    {
        Pgp = new PgpSettings { AnswerCertificates = [lab.Robin.File] },
        People =
        [
            new PersonSettings { Id = "factory", CertificateFile = lab.Robin.File, Rights = [PersonRight.Events] },
            new PersonSettings { Id = "clerk", CertificateFile = lab.Pat.File, Rights = [] },
        ],
    });

    [Fact]
    public void A_batch_is_for_the_factory_alone_and_signed_by_us()
    {
        var name = Assert.Single(Partner.Batches);
        Assert.Matches(@"^PRD_\d{8}T\d{6}Z_000001\.zip\.pgp$", name);
        var message = File.ReadAllBytes(Path.Combine(Partner.Area, "out/batches", name));
        Assert.DoesNotContain("PK", Encoding.Latin1.GetString(message, 0, 4), StringComparison.Ordinal);

        using var zip = new ZipArchive(new MemoryStream(lab.Open(message)));
        using var content = Assert.Single(zip.Entries).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        var sheet = Assert.Single(AnswerFile.Read(bytes.ToArray()));
        Assert.Equal((card, "Åsa"), (sheet["card_no"], sheet["first_name"]));

        // Nobody of the customer is among the receivers.
        var said = Encoding.UTF8.GetString(lab.Keys.People.Run(message, "--batch", "--list-packets"));
        Assert.Single(said.Split('\n'), line => line.StartsWith(":pubkey enc packet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signed_event_file_is_taken_and_its_answers_are_sealed_for_the_factory()
    {
        await DropAsync("EVT_1.csv.pgp", lab.Seal(Events(), lab.Robin));
        var receipt = AnswerFile.Read(lab.Open(await BytesAsync("out/receipts/RCP_EVT_1.csv.pgp")))[0];
        Assert.Equal(("ACCEPTED", "1", $"factory {lab.Robin.Fingerprint}"),
            (receipt["file_status"], receipt["rows_accepted"], receipt["signed_by"]));
        Assert.Equal("ACCEPTED", AnswerFile.Read(lab.Open(await BytesAsync("out/receipts/RES_EVT_1.csv.pgp")))[0]["outcome"]);
        Assert.Equal("IN_PRODUCTION", await StatusAsync());
    }

    [Theory]
    [InlineData("clear", "F-PGP-01")]
    [InlineData("unsigned", "F-PGP-03")]
    [InlineData("stranger", "F-PGP-03")]
    [InlineData("customer", "F-PGP-03")]
    [InlineData("no right", "F-PGP-06")]
    public async Task An_event_file_that_the_factory_did_not_sign_changes_nothing(string how, string code)
    {
        var clear = Encoding.UTF8.GetBytes(Events());
        await DropAsync("EVT_1.csv.pgp", how switch
        {
            "clear" => clear,
            "unsigned" => lab.Keys.People.Run(clear, "--batch", "-r", lab.Keys.Ours.Fingerprint, "--encrypt"),
            "stranger" => lab.Seal(Events(), lab.Keys.Stranger),
            "customer" => lab.Seal(Events(), lab.Kim),
            _ => lab.Seal(Events(), lab.Pat),
        });
        var receipt = AnswerFile.Read(lab.Open(await BytesAsync("out/receipts/RCP_EVT_1.csv.pgp")))[0];
        Assert.Equal(("REJECTED", code), (receipt["file_status"], receipt["error_code"]));
        Assert.Equal("ORDERED", await StatusAsync());
    }

    [Fact]
    [Trait("Attack", "20.6 unsigned rows under a registered person's signature")]
    public async Task Nasty101_a_user_id_beside_the_signed_events_is_no_event()
    {
        // Signed by the factory: an event that changes nothing. In the user id: one that would.
        var columns = Events().Split("\r\n")[1].Split(';');
        string Row(string id, string status) => string.Join(';', [.. columns.Select((value, n) => n == 0 ? id : n == 3 ? status : value)]);
        var header = "reason_code;" + PartnerRig.EventHeader.Replace(";reason_code", "", StringComparison.Ordinal);
        string Turned(string row) => ";" + string.Join(';', row.Split(';').Where((_, n) => n != 4));
        var signed = lab.Keys.People.Run(Encoding.UTF8.GetBytes($"{header}{Turned(Row("e1", "SHIPPED"))}\r\n"), "--batch", "-u",
            lab.Robin.Fingerprint, "-z", "0", "--sign");
        await DropAsync("EVT_1.csv.pgp", lab.Keys.Craft(signed, ForeignPackets.KeyWith(lab.Keys, Turned(Row("e2", "IN_PRODUCTION")))));

        var receipt = AnswerFile.Read(lab.Open(await BytesAsync("out/receipts/RCP_EVT_1.csv.pgp")))[0];
        Assert.Equal(("REJECTED", "F-PGP-08"), (receipt["file_status"], receipt["error_code"]));
        Assert.Equal("ORDERED", await StatusAsync());
    }

    [Fact]
    public async Task A_back_report_is_sealed_for_the_customer_and_its_T_line_covers_the_clear_text()
    {
        await Rig.Services.GetRequiredService<IBackReports>().MakeAsync(Rig.Profile, CancellationToken.None);
        await Rig.Services.GetRequiredService<IReportDelivery>().RunAsync(Rig.Profile, CancellationToken.None);
        var name = Assert.Single(Rig.Names("out/reports"));
        Assert.Matches(@"^BRP_SEA_\d{8}T\d{6}Z_000001\.csv\.pgp$", name);

        var clear = lab.Open(Rig.Bytes($"out/reports/{name}"));
        var lines = AnswerFile.Read(clear);
        Assert.Equal([("D", "ACCEPTED", "A1"), ("D", "ORDERED", "A1")],
            lines.SkipLast(1).Select(line => (line["record_type"], line["status"], line["customer_ref"])));
        var trailer = Encoding.UTF8.GetString(clear).LastIndexOf("\"T\"", StringComparison.Ordinal);
        var before = Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(clear)[..trailer]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(clear.AsSpan(0, before))), lines[^1]["event_time"]);
    }

    private string Events() =>
        $"{PartnerRig.EventHeader}e1;{Rig.Clock.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ssZ};{card};IN_PRODUCTION;;;;;;;;;\r\n";

    private async Task DropAsync(string name, byte[] content)
    {
        await File.WriteAllBytesAsync(Path.Combine(Partner.Area, "in", name), content);
        await Partner.PollAsync();
    }

    private Task<byte[]> BytesAsync(string path) => File.ReadAllBytesAsync(Path.Combine(Partner.Area, path));

    private async Task<string?> StatusAsync() =>
        await Postgres.QueryAsOwnerAsync<string>($"select status from orders.card where card_no = {card}");
}
