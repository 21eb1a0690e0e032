using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Encrypted and signed order files through the whole journey, with a real GnuPG on both sides.</summary>
public sealed class OpenPgpJourneyTests(PostgresFixture postgres, OpenPgpJourneyLab lab) : IClassFixture<PostgresFixture>,
    IClassFixture<OpenPgpJourneyLab>
{
    /// <summary>More than one batch, so that cards have been stored before the end of the message is seen.</summary>
    private static readonly byte[] ManyRows =
        Encoding.UTF8.GetBytes(OpenPgpJourneyLab.Rows([.. Enumerable.Range(0, 9_000).Select(n => $"R{n}")]));

    [Theory]
    [InlineData("PGA", "ORD_1.csv.pgp", false)]
    [InlineData("PGB", "ORD_1.csv.asc", true)]
    [InlineData("PGC", "ORD_1.csv", false)]
    public async Task Nasty44_a_sealed_order_becomes_cards_and_everything_names_its_signer(string customer, string name, bool armoured)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer));
        rig.Drop(name, lab.Seal(OpenPgpJourneyLab.Rows("A1", "A2"), null,
            armoured ? ["--armor", "--comment", "made by a very talkative program that puts a long comment into every message"] : []));
        await rig.PollAsync();

        var signedBy = $"kim {lab.Kim.Fingerprint}";
        var receipt = rig.Receipt("ORD_1");
        Assert.Equal(("ACCEPTED", "2", signedBy), (receipt["file_status"], receipt["rows_accepted"], receipt["signed_by"]));
        Assert.Equal(2, await CardsAsync(rig.Customer));
        Assert.Equal(signedBy,
            await postgres.QueryAsOwnerAsync<string>($"select signed_by from exchange.inbound_file where customer_id = '{rig.Customer}'"));
        Assert.Equal(signedBy,
            await postgres.QueryAsOwnerAsync<string>($"select signed_by from orders.card_order where customer_id = '{rig.Customer}'"));
        Assert.EndsWith($"signed_by={signedBy}",
            await postgres.QueryAsOwnerAsync<string>($"select detail from audit.entry where customer_id = '{rig.Customer}'"),
            StringComparison.Ordinal);
        Assert.Empty(rig.Names("in"));
    }

    [Theory]
    [InlineData("PGD", OpenPgpSample.Good, "")]
    [InlineData("PGE", OpenPgpSample.SignedOnly, "F-PGP-01")]
    [InlineData("PGF", OpenPgpSample.NotForUs, "F-PGP-02")]
    [InlineData("PGG", OpenPgpSample.EncryptedOnly, "F-PGP-03")]
    [InlineData("PGH", OpenPgpSample.ByStranger, "F-PGP-03")]
    [InlineData("PGI", OpenPgpSample.NoIntegrity, "F-PGP-04")]
    [InlineData("PGJ", OpenPgpSample.ByExpiredKey, "F-PGP-05")]
    [InlineData("PGK", OpenPgpSample.ByRevokedKey, "F-PGP-05")]
    [InlineData("PGL", OpenPgpSample.Truncated, "F-PGP-07")]
    [InlineData("PGM", OpenPgpSample.ByteChanged, "F-PGP-07")]
    [InlineData("PGN", OpenPgpSample.WeakDigest, "F-PGP-08")]
    [InlineData("PGO", OpenPgpSample.TwoContents, "F-PGP-08")]
    [InlineData("PGP", OpenPgpSample.TrailingData, "F-PGP-08")]
    public async Task Nasty45_to_49_a_message_that_is_refused_at_its_end_leaves_the_verdict_and_nothing_else(string customer,
        OpenPgpSample sample, string code)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer));
        rig.Drop("ORD_1.csv.pgp", await lab.Keys.MakeAsync(sample, ManyRows));
        await rig.PollAsync();

        if (code.Length == 0)
        {
            Assert.Equal(("ACCEPTED", "9000"), (rig.Receipt("ORD_1")["file_status"], rig.Receipt("ORD_1")["rows_accepted"]));
            return;
        }

        await AssertRefusedAsync(rig, rig.Customer, code);
    }

    [Fact]
    public async Task A_file_in_the_clear_is_refused_where_encryption_is_agreed()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PGQ"));
        rig.Drop("ORD_1.csv.pgp", OpenPgpJourneyLab.Rows("A1"));
        await rig.PollAsync();
        await AssertRefusedAsync(rig, rig.Customer, "F-PGP-01");
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "Beställaren")]
    public async Task C04_an_orderer_is_kept_only_where_no_known_person_signed_the_file(bool signs, string kept)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PGO"),
            p => p with { Pgp = p.Pgp with { Signature = SignatureMode.Optional, Encryption = PgpMode.Optional } });
        var partner = new PartnerRig(rig, p => p with
            { Layouts = [new LayoutSettings { ProductCode = "ID-STD", Columns = ["last_name", "orderer"] }] });
        var rows = OpenPgpJourneyLab.Rows("A1").Replace("address_id", "address_id;orderer", StringComparison.Ordinal)
            .Replace("HQ", "HQ;Beställaren", StringComparison.Ordinal);
        rig.Drop(signs ? "ORD_1.csv.pgp" : "ORD_1.csv", signs ? lab.Seal(rows) : Encoding.UTF8.GetBytes(rows));
        await rig.PollAsync();
        Assert.Equal(1, await partner.MakeBatchesAsync());
        var card = Assert.Single(partner.Cards(Assert.Single(partner.Batches)));
        Assert.Equal(("Öberg", kept), (card["last_name"], card["orderer"]));
    }

    [Theory]
    [InlineData("PGR", null, null, "behörighet som krävs: Order")]
    [InlineData("PGS", 1, null, "behörigheten har inte börjat gälla")]
    [InlineData("PGT", null, -1, "behörigheten har upphört")]
    [InlineData("PGU", 0, 0, "")]
    public async Task A_person_without_the_right_today_cannot_order(string customer, int? fromDays, int? toDays, string hint)
    {
        var today = Swedish.SwedishTime.DateOf(TimeProvider.System.GetUtcNow());
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer), p => p with
        {
            People = [.. p.People.Select(person => person.Id != "pat" ? person : person with
            {
                Rights = fromDays is null && toDays is null ? [PersonRight.Block] : [PersonRight.Order],
                ValidFrom = fromDays is { } from ? today.AddDays(from) : null,
                ValidTo = toDays is { } to ? today.AddDays(to) : null,
            })],
        });
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1"), lab.Pat));
        await rig.PollAsync();

        if (hint.Length == 0)
        {
            Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
            return;
        }

        await AssertRefusedAsync(rig, rig.Customer, "F-PGP-06");
        Assert.Equal(hint, rig.Errors("ORD_1")[0]["hint"]);
        Assert.Equal($"pat {lab.Pat.Fingerprint}", rig.Receipt("ORD_1")["signed_by"]);
    }

    [Fact]
    public async Task Nasty52_the_previous_key_is_taken_during_a_roll_over_and_the_answer_names_the_new_one()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PGV"));
        rig.Drop("ORD_1.csv.pgp",
            lab.Keys.People.Seal(Encoding.UTF8.GetBytes(OpenPgpJourneyLab.Rows("A1")), lab.Kim.Fingerprint, lab.Keys.Previous.Fingerprint));
        await rig.PollAsync();

        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal("W-PGP-03", rig.Receipt("ORD_1")["warnings"]);
        var warning = rig.Errors("ORD_1")[0];
        Assert.Equal(("W-PGP-03", "WARNING"), (warning["error_code"], warning["severity"]));
        Assert.Contains(lab.Keys.Ours.Fingerprint, warning["hint"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PGW", false)]
    [InlineData("PGX", true)]
    public async Task Nasty43_other_recipients_and_a_hidden_one_do_no_harm(string customer, bool hidden)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer));
        string[] options = hidden ? ["--hidden-recipient", lab.Keys.Stranger.Fingerprint] : ["-r", lab.Keys.Stranger.Fingerprint];
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1"), null, options));
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    [Fact]
    public async Task Nasty51_the_name_inside_the_message_is_never_used()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PGY"));
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1"), null, "--set-filename", "../../out/receipts/ORD_EVIL.csv"));
        await rig.PollAsync();
        Assert.Equal("ORD_1.csv.pgp", rig.Receipt("ORD_1")["file_name"]);
        Assert.DoesNotContain(Directory.EnumerateFiles(rig.Folder, "*", SearchOption.AllDirectories),
            file => file.Contains("EVIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_zip_file_inside_the_message_is_read()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PGZ"));
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("ORD.csv").Open())
        {
            entry.Write(Encoding.UTF8.GetBytes(OpenPgpJourneyLab.Rows("A1")));
        }

        rig.Drop("ORD_1.zip.pgp", lab.Keys.People.Seal(archive.ToArray(), lab.Kim.Fingerprint, lab.Keys.Ours.Fingerprint));
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    [Theory]
    [Trait("Attack", "20.0 a message that unpacks to too much")]
    [InlineData("PHA", 200_000L, 100, "F-SIZ-01")]
    [InlineData("PHB", 20_000_000L, 10, "F-PGP-08")]
    public async Task Nasty50_what_unpacks_to_too_much_is_refused(string customer, long csvBytes, int ratio, string code)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer),
            p => p with { Limits = p.Limits with { CsvBytes = csvBytes, ExpansionRatio = ratio } });
        var clear = OpenPgpJourneyLab.Header + string.Concat(Enumerable.Repeat(";;;;;\r\n", 400_000)) + "A1;VISITOR;;;;HQ\r\n";
        rig.Drop("ORD_1.csv.pgp", lab.Seal(clear));
        await rig.PollAsync();
        await AssertRefusedAsync(rig, rig.Customer, code);
    }

    [Fact]
    public async Task All_or_nothing_opens_the_message_again()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PHC"),
            p => p with { Orders = p.Orders with { Accept = AcceptMode.AllOrNothing } });
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1") + "A2;NOPE;Åsa;Ek;;HQ\r\n"));
        await rig.PollAsync();
        Assert.Equal(["E-VAL-90", "E-PRD-01"], rig.Results("ORD_1").Select(row => row["first_error_code"]));
        Assert.Equal(0, await CardsAsync(rig.Customer));
    }

    [Theory]
    [InlineData("PHD", PgpMode.Optional, SignatureMode.Optional, "clear", "")]
    [InlineData("PHE", PgpMode.Optional, SignatureMode.Optional, "sealed", "")]
    [InlineData("PHF", PgpMode.Optional, SignatureMode.Optional, "encrypted", "")]
    [InlineData("PHG", PgpMode.Optional, SignatureMode.Required, "signed", "")]
    [InlineData("PHH", PgpMode.Optional, SignatureMode.Required, "clear", "F-PGP-03")]
    [InlineData("PHI", PgpMode.Optional, SignatureMode.Required, "encrypted", "F-PGP-03")]
    [InlineData("PHJ", PgpMode.Required, SignatureMode.Optional, "encrypted", "")]
    [InlineData("PHK", PgpMode.None, SignatureMode.Optional, "sealed", "F-PGP-08")]
    public async Task Nasty45_the_profile_decides_what_must_be_encrypted_and_signed(string customer, PgpMode encryption,
        SignatureMode signature, string how, string code)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer),
            p => p with { Pgp = new PgpSettings { Encryption = encryption, Signature = signature } });
        var clear = OpenPgpJourneyLab.Rows("A1");
        var bytes = Encoding.UTF8.GetBytes(clear);
        rig.Drop("ORD_1.csv", how switch
        {
            "sealed" => lab.Seal(clear),
            "encrypted" => lab.Keys.People.Run(bytes, "--batch", "-r", lab.Keys.Ours.Fingerprint, "--encrypt"),
            "signed" => lab.Keys.People.Run(bytes, "--batch", "-u", lab.Kim.Fingerprint, "--sign"),
            _ => bytes,
        });
        await rig.PollAsync();
        if (code.Length > 0)
        {
            await AssertRefusedAsync(rig, rig.Customer, code);
            return;
        }

        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal(how is "sealed" or "signed" ? $"kim {lab.Kim.Fingerprint}" : "", rig.Receipt("ORD_1")["signed_by"]);
    }

    [Theory]
    [InlineData("PHL", true, false)]
    [InlineData("PHM", true, true)]
    [InlineData("PHN", false, false)]
    [InlineData("PHO", false, true)]
    public async Task A_row_with_protected_identity_needs_encryption_and_a_signature_alone_is_none(string customer, bool encrypted,
        bool armoured)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer),
            p => p with { Pgp = new PgpSettings { Encryption = PgpMode.Optional } });
        var clear = "customer_ref;product_code;first_name;last_name;protected_identity;delivery_address_id\r\nA1;ID-STD;Åsa;Öberg;J;HQ\r\n";
        string[] options = armoured ? ["--armor"] : [];
        rig.Drop("ORD_1.csv", encrypted ? lab.Seal(clear, null, options)
            : lab.Keys.People.Run(Encoding.UTF8.GetBytes(clear), ["--batch", "-u", lab.Kim.Fingerprint, .. options, "--sign"]));
        await rig.PollAsync();
        Assert.Equal(encrypted ? "" : "E-VAL-10", Assert.Single(rig.Results("ORD_1"))["first_error_code"]);
    }

    [Fact]
    public async Task Files_are_opened_side_by_side()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PHP"));
        for (var i = 0; i < 12; i++)
        {
            rig.Drop($"ORD_{i}.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows($"A{i}")));
        }

        await rig.PollAsync();
        Assert.Equal(12, await CardsAsync(rig.Customer));
        Assert.Empty(rig.Names("in"));
    }

    [Fact]
    public async Task Answers_are_sealed_to_all_certificates_and_read_by_gpg_and_sq()
    {
        await using var rig = Sealing("PHQ");
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1") + "A2;NOPE;Åsa;Ek;;HQ\r\n"));
        await rig.PollAsync();

        Assert.Equal(["RCP_ORD_1.csv.pgp", "RES_ORD_1.csv.pgp"], rig.Names("out/receipts"));
        Assert.Equal(["ERR_ORD_1.csv.pgp"], rig.Names("out/errors"));
        var receipt = Assert.Single(AnswerFile.Read(lab.Open(rig.Bytes("out/receipts/RCP_ORD_1.csv.pgp"))));
        Assert.Equal(("PARTIAL", "2"), (receipt["file_status"], receipt["rows_total"]));
        Assert.Equal("E-PRD-01", AnswerFile.Read(lab.Open(rig.Bytes("out/errors/ERR_ORD_1.csv.pgp")))[0]["error_code"]);

        // Each of the two can read it alone, and another program says the same about content and signature.
        foreach (var reader in new[] { lab.Kim, lab.Robin })
        {
            var clear = Sq(rig.Bytes("out/receipts/RES_ORD_1.csv.pgp"), lab.Keys.People.ExportSecret(reader.Fingerprint));
            Assert.Equal(["ACCEPTED", "REJECTED"], AnswerFile.Read(clear).Select(row => row["outcome"]));
        }
    }

    [Fact]
    public async Task An_answer_delivered_again_has_the_same_bytes()
    {
        await using var rig = Sealing("PHR");
        rig.Hooks.Before = (verb, _) => verb == "publish" ? throw new Remote.RemoteFolderException(Diagnostics.FailureReason.RemoteFull,
            isTransient: true, sessionIsDead: false, "full") : Task.CompletedTask;
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1")));
        await rig.PollAsync();
        Assert.Empty(rig.Names("out/receipts"));
        var promised =
            await postgres.QueryAsOwnerAsync<string>($"select string_agg(encode(sha256, 'hex'), ' ' order by name) from "
            + $"exchange.pending_report where customer_id = '{rig.Customer}'");

        rig.Hooks.Before = null;
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.PollAsync();
        var delivered = rig.Names("out/receipts")
            .Select(name => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(rig.Bytes($"out/receipts/{name}"))));
        Assert.Equal(promised, string.Join(' ', delivered));
        Assert.Equal("ACCEPTED", Assert.Single(AnswerFile.Read(lab.Open(rig.Bytes("out/receipts/RCP_ORD_1.csv.pgp"))))["file_status"]);
    }

    [Fact]
    public async Task A_certificate_that_has_ended_is_left_out_and_without_any_other_the_answers_come_unsealed()
    {
        await using (var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PHS"),
            p => p with { Pgp = p.Pgp with { AnswerCertificates = [lab.Keys.Expired.File, lab.Kim.File] } }))
        {
            rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1")));
            await rig.PollAsync();
            Assert.NotEmpty(lab.Open(rig.Bytes("out/receipts/RCP_ORD_1.csv.pgp")));
            Assert.Contains(rig.Log.Lines, line => line.Contains(lab.Keys.Expired.Fingerprint, StringComparison.Ordinal));
        }

        await using var none = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PHT"),
            p => p with { Pgp = p.Pgp with { AnswerCertificates = [lab.Keys.Expired.File] } });
        none.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1")));
        await none.PollAsync();
        Assert.Equal(("ACCEPTED", "W-PGP-02"), (none.Receipt("ORD_1")["file_status"], none.Receipt("ORD_1")["warnings"]));
        Assert.Equal("W-PGP-02", none.Errors("ORD_1")[0]["error_code"]);
        Assert.Empty(none.Names("in"));
    }

    [Fact]
    public async Task Nasty65_the_clear_text_of_an_encrypted_order_is_found_nowhere()
    {
        await using var rig = Sealing("PHU", p => p with { Orders = p.Orders with { Approval = ApprovalMode.FourEyes } });
        var planted = new PlantedText("Qvyxandra", "Brömsklossén", "198507099805", "0709-9805");
        var row = "ID-STD;Qvyxandra;Brömsklossén;19850709-9805;HQ\r\n";
        var many = OpenPgpJourneyLab.Header + string.Concat(Enumerable.Range(0, 9_000).Select(n => $"Q{n};{row}"));
        rig.Drop("ORD_1.csv.pgp", lab.Seal(many));
        rig.Drop("ORD_2.csv.pgp", lab.Seal(many + "X;" + row)[..^30]);
        rig.Drop("ORD_3.csv.pgp", lab.Seal(OpenPgpJourneyLab.Header + $"A1;{row}A2;NOPE;{row}", lab.Robin));
        await rig.PollAsync();
        rig.Drop("REQ_1.csv.pgp",
            lab.Seal($"request_ref;action;selector_type;selector\r\nr1;DECLINE;FILE;ORD_1.csv.pgp\r\nr2;ERASE;PERSON;198507099805\r\nr3;"
            + $"APPROVE;FILE;19850709-9805 Qvyxandra\r\n", lab.Robin));
        await rig.PollAsync();

        Assert.Empty(rig.Names("in"));
        Assert.Equal(4, rig.Names("out/receipts").Count(name => name.StartsWith("RCP_", StringComparison.Ordinal)));
        foreach (var answer in rig.Names("out/receipts").Select(name => $"out/receipts/{name}")
            .Concat(rig.Names("out/errors").Select(name => $"out/errors/{name}")))
        {
            planted.AssertNotIn(answer, lab.Open(rig.Bytes(answer)));
        }

        await planted.AssertNowhereAsync(rig, postgres);
    }

    private ExchangeRig Sealing(string customer, Func<CustomerProfile, CustomerProfile>? change = null) =>
        lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer), p =>
        {
            var sealing = p with { Pgp = p.Pgp with { AnswerCertificates = [lab.Kim.File, lab.Robin.File] } };
            return change?.Invoke(sealing) ?? sealing;
        });

    private byte[] Sq(byte[] message, string secretKey)
    {
        var start = new ProcessStartInfo("sq",
            ["decrypt", "--recipient-key", secretKey, "--signer-cert", lab.Keys.Ours.File, "--signatures", "1"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(message);
        process.StandardInput.Close();
        var clear = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(clear);
        Assert.True(process.WaitForExit(30_000) && process.ExitCode == 0, $"sq: {said.Result}");
        return clear.ToArray();
    }

    private async Task AssertRefusedAsync(ExchangeRig rig, string customer, string code)
    {
        var receipt = rig.Receipt("ORD_1");
        Assert.Equal(("REJECTED", code, "0"), (receipt["file_status"], receipt["error_code"], receipt["rows_total"]));
        Assert.Equal(["RCP_ORD_1.csv"], rig.Names("out/receipts"));
        Assert.Equal(code, rig.Errors("ORD_1")[0]["error_code"]);
        Assert.Empty(rig.Names("in"));
        foreach (var table in new[] { "orders.card", "orders.card_order", "exchange.accepted_content" })
        {
            Assert.Equal(0L, await postgres.QueryAsOwnerAsync<long>($"select count(*) from {table} where customer_id = '{customer}'"));
        }
    }

    private async Task<long> CardsAsync(string customer) =>
        await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{customer}'");
}
