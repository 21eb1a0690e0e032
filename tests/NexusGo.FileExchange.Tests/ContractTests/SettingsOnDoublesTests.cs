using System.IO.Compression;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>Settings whose other value shows in a file's journey, on doubles; and those that a rule alone reads.</summary>
public sealed class SettingsOnDoublesTests
{
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";
    private const string Named = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";
    private const string Receipt = "/out/receipts/RCP_ORD_1.csv";

    [Fact]
    public async Task A_receipt_tells_by_which_version_of_the_agreement_it_was_made()
    {
        await using var rig = await AnsweredAsync(p => p with { Version = "2027-03" });
        Assert.Equal("2027-03", rig.Receipt("ORD_1")["profile_version"]);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(90, true)]
    public async Task The_same_file_is_a_duplicate_as_long_as_agreed(int agreed, bool isDuplicate)
    {
        await using var rig = await AnsweredAsync(p => p with { Orders = p.Orders with { DuplicateFileDays = agreed } });
        rig.Clock.Advance(TimeSpan.FromDays(75));
        rig.Drop("/in/ORD_2.csv", Header + "A1;VISITOR;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal(isDuplicate, rig.Receipt("ORD_2")["file_status"] == "DUPLICATE");
    }

    [Theory]
    [InlineData(0, "ACCEPTED")]
    [InlineData(10, "ACCEPTED")]
    [InlineData(30, "ON_HOLD")]
    public async Task A_person_who_got_a_card_lately_is_asked_about_as_long_as_agreed(int agreed, string outcome)
    {
        await using var rig = new InMemoryRig(p => p with { Orders = p.Orders with { DuplicatePersonDays = agreed } });
        rig.Drop("/in/ORD_1.csv", Named + "A1;ID-STD;Ida;Ek;199001019802;HQ\r\n");
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromDays(20));
        rig.Drop("/in/ORD_2.csv", Named + "A2;ID-STD;Ida;Ek;199001019802;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal(outcome, rig.Results("ORD_2")[0]["outcome"]);
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(10, "MAX_AGE")]
    public async Task An_answer_lies_as_long_as_agreed(int days, string? signal)
    {
        await using var rig = await AnsweredAsync(p => p with
            { Consumed = p.Consumed with { MaxAge = TimeSpan.FromDays(days), UncollectedWarning = TimeSpan.FromDays(1) } });
        rig.Clock.Advance(TimeSpan.FromDays(15));
        await rig.SweepAsync();
        Assert.Equal(signal, SignalOf(rig));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(1, "DELETED")]
    public async Task A_missing_answer_counts_as_deleted_after_the_agreed_time(int hours, string? signal)
    {
        await using var rig = await AnsweredAsync(p => p with
            { Consumed = p.Consumed with { MissingFor = TimeSpan.FromHours(hours) } });
        rig.Area.Remove(Receipt);
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(90));
        await rig.SweepAsync();
        Assert.Equal(signal, SignalOf(rig));
    }

    [Theory]
    [InlineData("/out/consumed/", "MOVED")]
    [InlineData("/out/klart/", null)]
    public async Task An_answer_counts_as_collected_in_the_agreed_folder_only(string agreed, string? signal)
    {
        await using var rig = await AnsweredAsync(p => p with { Folders = p.Folders with { Consumed = agreed } });
        rig.Area.Put("/out/consumed/RCP_ORD_1.csv", rig.Area.Get(Receipt)!);
        rig.Area.Remove(Receipt);
        await rig.SweepAsync();
        Assert.Equal(signal, SignalOf(rig));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(20, false)]
    public async Task Our_copies_are_kept_as_long_as_agreed(int days, bool isGone)
    {
        await using var rig = await AnsweredAsync(p => p with { Consumed = p.Consumed with { KeepCopies = TimeSpan.FromDays(days) } });
        rig.Clock.Advance(TimeSpan.FromDays(10));
        await rig.SweepAsync();
        Assert.All(rig.Exchange.ReportRows, row => Assert.Equal(isGone, row.PurgedAt is not null));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(60, false)]
    public async Task A_lone_companion_is_told_of_after_the_agreed_time(int minutes, bool told)
    {
        await using var rig = new InMemoryRig(p => p with
            { Intake = p.Intake with { OrphanMarkerAfter = TimeSpan.FromMinutes(minutes) } });
        rig.Drop("/in/ORD_1.csv.done", "");
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(30));
        await rig.PollAsync();
        Assert.Equal(told, rig.Log.Lines.Any(line => line.Contains("ORD_1.csv.done", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_files_are_read_at_the_same_time_where_two_are_agreed()
    {
        await using var rig = new InMemoryRig(p => p with { Intake = p.Intake with { MaxFilesInFlight = 2 } });
        using var met = new Barrier(2);
        var both = 0;
        rig.Before = (verb, _) =>
        {
            if (verb == "open" && met.SignalAndWait(TimeSpan.FromSeconds(30)))
            {
                Interlocked.Increment(ref both);
            }

            return null;
        };
        await DropTwoAsync(rig);
        Assert.Equal(2, both);
    }

    [Fact]
    public async Task One_file_after_the_other_is_read_where_one_is_agreed()
    {
        await using var rig = new InMemoryRig(p => p with { Intake = p.Intake with { MaxFilesInFlight = 1 } });
        var stored = new List<int>();
        rig.Before = (verb, _) =>
        {
            if (verb == "open")
            {
                stored.Add(rig.Exchange.Cards.Count);
            }

            return null;
        };
        await DropTwoAsync(rig);
        Assert.Equal([0, 1], stored);
    }

    [Theory]
    [InlineData(1, 1L << 20, "REJECTED")]
    [InlineData(2, 1L << 20, "ACCEPTED")]
    [InlineData(2, 40L, "REJECTED")]
    public async Task A_zip_file_holds_as_many_photos_and_bytes_as_agreed(int entries, long bytes, string status)
    {
        await using var rig = new InMemoryRig(p => p with
        {
            Orders = p.Orders with { ZipFiles = true },
            Limits = p.Limits with { ZipEntries = entries, ZipBytes = bytes },
        });
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in (ReadOnlySpan<(string, string)>)
                [
                    ("ORD_1.csv", Header + "A1;VISITOR;HQ\r\n"), ("photos/", ""), ("photos/a.jpg", "a"),
                    ("photos/b.jpg", "b"), ("Thumbs.db", ""),
                ])
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(System.Text.Encoding.UTF8.GetBytes(text));
            }
        }

        rig.Area.Put("/in/ORD_1.zip", packed.ToArray());
        await rig.PollAsync();
        Assert.Equal(status, rig.Receipt("ORD_1")["file_status"]);
    }

    [Theory]
    [InlineData(CardStatus.Accepted)]
    [InlineData(CardStatus.Ordered)]
    [InlineData(CardStatus.InProduction)]
    [InlineData(CardStatus.Failed)]
    [InlineData(CardStatus.Returned)]
    public void A_card_is_too_long_in_its_stage_after_the_agreed_time(CardStatus status)
    {
        var day = TimeSpan.FromDays(1);
        var limits = new StageLimitSettings
            { Accepted = day, Ordered = 2 * day, InProduction = 3 * day, Failed = 4 * day, Returned = 5 * day };
        var agreed = status switch
        {
            CardStatus.Accepted => 1, CardStatus.Ordered => 2, CardStatus.InProduction => 3, CardStatus.Failed => 4, _ => 5,
        };
        Assert.Equal(DateTimeOffset.UnixEpoch - (agreed * day), StageLimits.Of(limits, DateTimeOffset.UnixEpoch)[status]);
    }

    [Theory]
    [InlineData("6M", true)]
    [InlineData("12M", false)]
    public void A_card_that_is_never_finished_ends_after_the_agreed_months(string agreed, bool isDue)
    {
        var profile = DemoProfile.Create();
        var terms = RetentionTerms.Of(profile with { Retention = profile.Retention with { EraseUnfinishedAfter = agreed } });
        var ordered = DateTimeOffset.UnixEpoch;
        var facts = new RetentionFacts { Status = CardStatus.Ordered, StatusAt = ordered, OrderedAt = ordered };
        Assert.Equal(isDue, RetentionRules.IsDue(facts, months: 24, terms.UnfinishedMonths, ordered.AddDays(200)));
    }

    [Fact]
    public void The_record_of_processing_names_the_controller_and_its_layouts()
    {
        var profile = DemoProfile.Create() with { Name = "Norrköpings kommun" };
        profile = profile with { Products = [profile.Products[0] with { Name = "Tjänstekort blå" }] };
        var record = RecordOfProcessing.For(profile, "Byrån", 30, 14, null, new DateOnly(2026, 11, 30));
        Assert.Contains("Controller: Norrköpings kommun", record, StringComparison.Ordinal);
        Assert.Contains("(Tjänstekort blå)", record, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_of_one_customer_goes_before_the_layout_of_all()
    {
        var production = new ProductionProfile
        {
            Layouts = [new LayoutSettings { ProductCode = "ID-STD", Columns = ["title"] },
                new LayoutSettings { ProductCode = "ID-STD", Columns = ["department"], CustomerId = "ACME" }],
        };
        Assert.Equal(["department"], production.FindLayout(new CustomerId("ACME"), "ID-STD")!.Columns);
        Assert.Equal(["title"], production.FindLayout(new CustomerId("BETA"), "ID-STD")!.Columns);
    }

    [Fact]
    public void What_the_profile_says_of_the_connection_reaches_the_engine()
    {
        var demo = DemoProfile.Create();
        var endpoint = RemoteSessions.EndpointOf(demo with
        {
            Remote = demo.Remote with { CertificateFile = "/etc/id-cert.pub", StallTimeout = TimeSpan.FromSeconds(77) },
            Answers = demo.Answers with { FileMode = "0644" },
        });
        Assert.Equal(("/etc/id-cert.pub", TimeSpan.FromSeconds(77)), (endpoint.CertificateFile, endpoint.StallTimeout));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            endpoint.NewFileMode);
    }

    private static async Task<InMemoryRig> AnsweredAsync(Func<CustomerProfile, CustomerProfile> change)
    {
        var rig = new InMemoryRig(change);
        rig.Drop("/in/ORD_1.csv", Header + "A1;VISITOR;HQ\r\n");
        await rig.PollAsync();
        return rig;
    }

    private static async Task DropTwoAsync(InMemoryRig rig)
    {
        rig.Drop("/in/ORD_1.csv", Header + "A1;VISITOR;HQ\r\n");
        rig.Drop("/in/ORD_2.csv", Header + "A2;VISITOR;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal(2, rig.Exchange.Cards.Count);
    }

    private static string? SignalOf(InMemoryRig rig) =>
        rig.Exchange.ReportRows.Single(row => row.Report.Name == "RCP_ORD_1.csv").Signal;
}
