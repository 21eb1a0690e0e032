using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class KeyJudgeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Fingerprint = new('A', 40);

    private readonly TemporaryFolder folder = new();
    private readonly string file;

    public KeyJudgeTests()
    {
        file = folder.PathOf("key.asc");
        File.WriteAllText(file, "a key");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string, string> TextDefect => new()
    {
        // fault, what a person's key gives, what a certificate for answers gives, what our current key gives
        { "none", "", "", "" },
        { "ends in 61 days", "", "", "" },
        { "ends in 60 days", "Warning", "Warning", "Warning" },
        { "ends in 30 days", "Warning", "Warning", "Warning" },
        { "ends in 7 days", "Urgent", "Urgent", "Urgent" },
        { "ended", "Urgent", "Problem", "Problem" },
        { "revoked", "Urgent", "Problem", "Problem" },
        { "weak", "Problem", "Problem", "Problem" },
        { "cannot sign", "Problem", "", "Problem" },
        { "cannot encrypt", "", "Problem", "Problem" },
        { "secret", "Problem", "Problem", "" },
        { "public only", "", "", "Problem" },
        { "no key", "Problem", "Problem", "Problem" },
        { "missing", "Problem", "Problem", "Problem" },
    };

    [Theory]
    [MemberData(nameof(TextDefect))]
    public void Each_fault_is_as_bad_as_what_depends_on_the_key(string fault, string person, string answers, string own)
    {
        Assert.Equal(person, Severity(Place(KeyUse.Person), fault));
        Assert.Equal(answers, Severity(Place(KeyUse.Answers), fault));
        Assert.Equal(own, Severity(Place(KeyUse.Own), fault is "secret" or "public only" ? fault : fault + ", secret"));
    }

    [Fact]
    public void What_is_found_names_file_setting_key_and_what_to_do()
    {
        var what = Assert.Single(KeyJudge.Judge(Place(KeyUse.Person), [Key("ends in 30 days")], Now)).What;

        Assert.Equal("ACME.json", what.File);
        Assert.Equal("People[0].CertificateFile", what.Setting);
        Assert.Equal($"a key that ends in 30 day(s), on 2026-03-31: {Fingerprint}", what.Found);
        Assert.Contains("ACME", what.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_about_a_person_whose_time_is_over()
    {
        var place = Place(KeyUse.Person) with { Person = new PersonSettings { Id = "p", ValidTo = new DateOnly(2026, 2, 28) } };

        Assert.Empty(KeyJudge.Judge(place, [Key("ended")], Now));
        Assert.NotEmpty(KeyJudge.Judge(place with { Person = place.Person! with { ValidTo = new DateOnly(2026, 3, 1) } }, [Key("ended")],
            Now));
    }

    [Fact]
    public void One_good_certificate_in_a_file_makes_a_fault_of_the_other_a_warning()
    {
        var other = Key("none") with { Fingerprint = new string('B', 40) };

        Assert.Equal(KeySeverity.Warning, Assert.Single(KeyJudge.Judge(Place(KeyUse.Answers), [Key("ended"), other], Now)).Severity);
        Assert.Equal(2, KeyJudge.Judge(Place(KeyUse.Answers), [Key("ended"), other with { IsRevoked = true }], Now)
            .Count(one => one.Severity == KeySeverity.Problem));
    }

    [Fact]
    public void A_key_of_ours_on_its_way_out_may_end_but_must_still_be_readable()
    {
        var place = Place(KeyUse.Own);
        var leaving = place with { Own = place.Own! with { Current = false, RetiresAt = new DateOnly(2026, 3, 1) } };
        var gone = place with { Own = place.Own! with { Current = false, RetiresAt = new DateOnly(2026, 2, 28) } };

        Assert.Empty(KeyJudge.Judge(leaving, [Key("ended, secret")], Now));
        Assert.Equal(KeySeverity.Problem, Assert.Single(KeyJudge.Judge(leaving, [], Now)).Severity);
        Assert.Empty(KeyJudge.Judge(gone, [], Now));
    }

    [Fact]
    public void A_secret_key_of_ours_that_others_may_read_is_a_problem()
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var finding = Assert.Single(KeyJudge.Judge(Place(KeyUse.Own), [Key("secret")], Now));

        Assert.Equal(KeySeverity.Problem, finding.Severity);
        Assert.Contains("chmod 600", finding.What.Advice, StringComparison.Ordinal);
    }

    private string Severity(KeyPlace place, string fault)
    {
        var findings = fault.StartsWith("missing", StringComparison.Ordinal)
            ? KeyJudge.Judge(place with { File = folder.PathOf("gone") }, [], Now)
            : KeyJudge.Judge(place, fault.StartsWith("no key", StringComparison.Ordinal) ? [] : [Key(fault)], Now);
        return string.Join(' ', findings.Select(finding => finding.Severity));
    }

    private KeyPlace Place(KeyUse use) => new()
    {
        Use = use,
        Owner = use == KeyUse.Own ? KeyPlace.Ours : "ACME",
        File = file,
        ConfigurationFile = "ACME.json",
        Setting = use == KeyUse.Person ? "People[0].CertificateFile" : "x",
        Person = use == KeyUse.Person ? new PersonSettings { Id = "p" } : null,
        Own = use == KeyUse.Own ? new OwnKey { Fingerprint = Fingerprint, CreatedAt = Now.AddYears(-1), Current = true } : null,
    };

    private static OpenPgpKeyInfo Key(string faults)
    {
        DateTimeOffset? end = null;
        foreach (var fault in faults.Split(", "))
        {
            end = fault == "ended" ? Now.AddSeconds(-1)
                : fault.StartsWith("ends in ", StringComparison.Ordinal)
                ? Now.AddDays(int.Parse(fault.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture))
                : end;
        }

        return new OpenPgpKeyInfo
        {
            Fingerprint = Fingerprint,
            Algorithm = "ed25519/cv25519",
            CreatedAt = Now.AddYears(-1),
            ExpiresAt = end,
            SigningEndsAt = end,
            EncryptionEndsAt = end,
            IsRevoked = faults.Contains("revoked", StringComparison.Ordinal),
            Weakness = faults.Contains("weak", StringComparison.Ordinal) ? "rsa1024: too short" : null,
            CanSign = !faults.Contains("cannot sign", StringComparison.Ordinal),
            CanEncrypt = !faults.Contains("cannot encrypt", StringComparison.Ordinal),
            HasSecret = faults.Contains("secret", StringComparison.Ordinal),
        };
    }
}
