using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>
/// What operators really get wrong, one line each: check-config says file, line, setting, what was found, what is allowed, and the cure.
/// </summary>
public sealed partial class BrokenSetUpTests : IDisposable
{
    private const string Local = "\"Engine\": \"Local\", \"LocalRoot\": ";
    private const string HostKey = "AAAAC3NzaC1lZDI1NTE5AAAAIDmSbBrFfXHlbHXqLTRWvGUVYdMvzo3yj0GNUVFFPGGx";

    private readonly BrokenSetUp setUp = new();

    public void Dispose() => setUp.Dispose();

    /// <summary>One text of the customer's file is replaced by another, which then stands in the line that is named.</summary>
    [Theory]
    [InlineData("\"Acme AB\",", "\"Acme AB\"", "\"Version\"", "", "not JSON", "one JSON object", "missing comma")]
    [InlineData("\"PollInterval\"", "\"PollIntervall\"", "PollIntervall", "Intake.PollIntervall", "unknown key", "PollInterval",
        "Did you mean PollInterval?")]
    [InlineData("\"Version\"", "\"TimeZone\": \"Europe/Berlin\",\n\"Version\"", "TimeZone", "TimeZone", "unknown key", "CustomerId",
        "config/README.md")]
    [InlineData("\"User\"", "\"Password\": \"hunter2\",\n\"User\"", "Password", "Remote.Password", "unknown key", "PasswordFile",
        "Did you mean PasswordFile?")]
    [InlineData("\"Version\"", "\"Password\": \"hunter2\",\n\"Version\"", "Password", "Password", "unknown key", "Remote.PasswordFile",
        "Did you mean Remote.PasswordFile?")]
    [InlineData("\"Version\"", "\"Name\": \"Acme\",\n\"Version\"", "\"Acme\"", "Name", "a second time", "once", "Remove one")]
    [InlineData("22", "\"22\"", "\"22\"", "Remote.Port", "\"22\"", "1 to 65535", "without quotes")]
    [InlineData("22", "70000", "70000", "Remote.Port", "70000", "1 to 65535", "Choose")]
    [InlineData("\"10s\"", "10", "PollInterval", "Intake.PollInterval", "10", "30s, 5m, 2h, 7d", "\"10s\"")]
    [InlineData("\"10s\"", "\"10 sec\"", "10 sec", "Intake.PollInterval", "\"10 sec\"", "30s, 5m, 2h, 7d", "its unit")]
    [InlineData("\"10s\"", "\"2d\"", "2d", "Intake.PollInterval", "2.00:00:00", "1.00:00:00", "Choose")]
    [InlineData("\"None\"", "\"none\"", "\"none\"", "Pgp.Encryption", "\"none\"", "Required", "Did you mean None?")]
    [InlineData("\"Products\"", "\"Enabled\": \"yes\",\n\"Products\"", "yes", "Enabled", "\"yes\"", "true or false", "without quotes")]
    [InlineData(",\n  \"Products\": [ { \"Code\": \"ID-STD\", \"RequiredColumns\": [ \"first_name\" ] } ]", "", "{", "Products", "nothing",
        "at least 1", "required")]
    [InlineData("[ { \"Code\": \"ID-STD\", \"RequiredColumns\": [ \"first_name\" ] } ]", "{ \"Code\": \"ID-STD\" }", "Products", "Products",
        "an object", "a list", "[ … ]")]
    [InlineData("\"ACME\"", "\"ACME2\"", "ACME2", "CustomerId", "\"ACME2\" in a file named ACME.json", "ACME", "Rename the file")]
    [InlineData("\"first_name\"", "\"fist_name\"", "fist_name", "Products[0].RequiredColumns[0]", "fist_name", "name of a column",
        "Did you mean first_name?")]
    [InlineData("\"Intake\"", "\"Folders\": { \"Receipts\": \"/in/receipts\" },\n\"Intake\"", "/in/receipts", "Folders.Receipts",
        "inside Folders.In", "outside the inbox", "taken for orders")]
    [InlineData("\"Intake\"", "\"Folders\": { \"In\": \"in\" },\n\"Intake\"", "\"in\"", "Folders.In", "\"in\"", "/in/", "slash")]
    [InlineData("../keys/acme", "../keys/acne", "acne", "Remote.PrivateKeyFile", "not there", "mode 0600", "correct the path")]
    [InlineData("\"ssh-ed25519 ", "\"sftp.acme.example ssh-ed25519 ", "HostKeys", "Remote.HostKeys[0]", "no host key", "ssh-ed25519 AAAA",
        "host name")]
    [InlineData(HostKey, "AAAAC3NzaC1lZDI1", "HostKeys", "Remote.HostKeys[0]", "no host key", "base64", "whole line")]
    [InlineData("\"ssh-ed25519 " + HostKey + "\"", "", "HostKeys", "Remote.HostKeys", "an empty list", "at least one key", "probe")]
    [InlineData("0 0 6 ? * MON-FRI", "0 0 0 31 2 ?", "31 2", "BackReports.Cron", "31 2 ?", "cron expression with seconds", "interval")]
    [InlineData("0 0 6 ? * MON-FRI", "0 6 * * *", "0 6", "BackReports.Cron", "0 6 * * *", "cron expression with seconds", "Choose")]
    [InlineData("\"SequencePattern\": \"\"", "\"SequencePattern\": \"_(?<seq>[0-9+\"", "seq>", "Intake.SequencePattern",
        "wrong at its character 13", "regular expression", "For example")]
    [InlineData("\"SequencePattern\": \"\"", "\"SequencePattern\": \"_([0-9]+)\"", "_([0-9]+)", "Intake.SequencePattern", "without a group",
        "(?<seq>…)", "For example")]
    [InlineData("\"Intake\": {", "\"Intake\": {\n\"Names\": { \"*.csv\": \"REQ\" },", "*.csv", "Intake.Names.*.csv", "type ORD",
        "fits no ORD_ file", "one type")]
    [InlineData("\"None\", \"Signature\": \"Optional\"", "\"Required\", \"Signature\": \"Required\"", "{", "People", "an empty list",
        "right Order", "set Pgp.Signature to Optional")]
    [InlineData("\"Port\"", "\"PasswordFile\": \"env:NEXUSGO_NOT_SET\",\n\"Port\"", "NOT_SET", "Remote.PasswordFile", "not set",
        "env:NAME", "Set the variable")]
    [InlineData("\"Port\"", "\"ProxyJump\": \"jump.acme.example\",\n\"Port\"", "ProxyJump", "Remote.ProxyJump", "a jump host", "nothing",
        "engine OpenSsh")]
    [InlineData("\"Port\"", "\"Legacy\": [ { \"Algorithm\": \"ssh-rsa\", \"Until\": \"2027-02-30\" } ],\n\"Port\"", "2027-02-30",
        "Remote.Legacy[0].Until", "2027-02-30", "YYYY-MM-DD", "a day of the calendar")]
    [InlineData("\"Requests\": {", "\"People\": [ { \"Id\": \"eva\", \"CertificateFile\": \"../keys/eva.asc\" } ],\n\"Requests\": {",
        "eva.asc", "People[0].CertificateFile", "not there", "a readable file", "correct the path")]
    [InlineData("\"Requests\": {", "\"People\": [ { \"Id\": \"eva\", \"CertificateFile\": \"../keys/acme\" } ],\n\"Requests\": {",
        "keys/acme\" } ]", "People[0].CertificateFile", "no OpenPGP key", "a certificate", "gpg --armor --export")]
    public async Task A_wrong_setting_of_a_customer(string old, string with, string at, string setting, string found, string allowed,
        string cure)
    {
        setUp.Replace(BrokenSetUp.Acme, old, with);

        await AssertToldAsync(BrokenSetUp.Acme, at, setting, found, allowed, cure);
    }

    [Theory]
    [InlineData("8", "\"eight\"", "eight", "FileExchange.MaxConcurrentJobs", "\"eight\"", "1 to 256", "whole number")]
    [InlineData("\"MaxC", "\"Database\": { \"ConnectionString\": \"Host=/run/db;Password=hunter2\" },\n\"MaxC", "Connection",
        "FileExchange.Database.ConnectionString", "with a password in it", "without a password", "Database.PasswordFile")]
    [InlineData("\"MaxC", "\"Password\": \"hunter2\",\n\"MaxC", "Password", "FileExchange.Password", "unknown key",
        "Database.PasswordFile", "Did you mean Database.PasswordFile?")]
    [InlineData("\"MaxC", "\"Database\": { \"ConnectionString\": \"Host=/run/db\" },\n\"MaxC", "FileExchange",
        "FileExchange.Vault.MasterKeyFile", "nothing", "MasterKeyFile or MasterKeyCommand", "openssl rand")]
    [InlineData("\"MaxC", "\"Database\": { \"ConnectionString\": \"Host=db.example\" },\n\"MaxC", "Connection",
        "FileExchange.Database.ConnectionString", "beyond the network", "VerifyFull", "Root Certificate")]
    [InlineData("8", "8,\n\"Telemetry\": { \"Listen\": \"0.0.0.0:8461\" }", "Listen", "FileExchange.Telemetry.Listen",
        "no loopback address", "127.0.0.1:8461", "proxy")]
    public async Task A_wrong_setting_of_the_worker(string old, string with, string at, string setting, string found, string allowed,
        string cure)
    {
        setUp.Replace(BrokenSetUp.Settings, old, with);

        await AssertToldAsync(BrokenSetUp.Settings, at, setting, found, allowed, cure);
    }

    [Fact]
    public Task A_file_in_UTF_16()
    {
        setUp.Write(BrokenSetUp.Acme, setUp.Read(BrokenSetUp.Acme), Encoding.Unicode);
        return AssertToldAsync(BrokenSetUp.Acme, "{", "", "a file in UTF-16", "UTF-8", "iconv -f UTF-16");
    }

    [Fact]
    public async Task A_file_in_a_code_page()
    {
        setUp.Replace(BrokenSetUp.Acme, "Acme AB", "Åkes Kort AB");
        var line = setUp.LineOf(BrokenSetUp.Acme, "Åkes");
        setUp.Write(BrokenSetUp.Acme, setUp.Read(BrokenSetUp.Acme), Encoding.Latin1);
        await AssertToldAsync(BrokenSetUp.Acme, line, "", "a byte that is not UTF-8", "UTF-8", "iconv -f WINDOWS-1252");
    }

    [Fact]
    public Task An_empty_file()
    {
        setUp.Write(BrokenSetUp.Acme, "\n");
        return AssertToldAsync(BrokenSetUp.Acme, 1, "", "an empty file", "one JSON object", "{}");
    }

    [Fact]
    public Task A_copy_of_a_customers_file_under_another_name()
    {
        setUp.Write("customers/ACME2.json", setUp.Read(BrokenSetUp.Acme));
        return AssertToldAsync("customers/ACME2.json", "CustomerId", "CustomerId", "\"ACME\" in a file named ACME2.json", "ACME2",
            "Rename the file");
    }

    [Fact]
    public Task Two_customers_with_one_folder()
    {
        setUp.Copy("BETA");
        return AssertToldAsync("customers/BETA.json", "{", "Folders.In", "as Folders.In of customer ACME", "one customer only",
            "ACME.json");
    }

    [Fact]
    public Task Two_areas_of_which_one_lies_in_the_other()
    {
        Directory.CreateDirectory(setUp.PathOf("areas/beta"));
        setUp.Replace(BrokenSetUp.Acme, "\"Host\": \"sftp.acme.example\"", $"{Local}\"../areas\"");
        setUp.Copy("BETA", "\"Host\": \"sftp.acme.example\"", $"{Local}\"../areas/beta\"");
        return AssertToldAsync("customers/BETA.json", "LocalRoot", "Remote.LocalRoot", "in the LocalRoot of customer ACME",
            "one customer only", "ACME.json");
    }

    [Fact]
    public Task A_private_key_that_others_may_read()
    {
        setUp.Mode("keys/acme", "644");
        return AssertToldAsync(BrokenSetUp.Acme, "keys/acme", "Remote.PrivateKeyFile", "mode 644", "mode 0600", "chmod 600");
    }

    [Fact]
    public Task A_private_key_in_a_folder_that_everybody_may_write_to()
    {
        setUp.Mode(".", "755");
        setUp.Mode("keys", "777");
        return AssertToldAsync(BrokenSetUp.Acme, "keys/acme", "Remote.PrivateKeyFile", setUp.PathOf("keys"), "mode 0600", "chmod");
    }

    [Fact]
    public async Task A_private_key_that_belongs_to_somebody_else()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            // Only root can give files away.
            return;
        }

        setUp.Own("keys", 12000);
        setUp.Own("keys/acme", 12345);
        await AssertToldAsync(BrokenSetUp.Acme, "keys/acme", "Remote.PrivateKeyFile", $"{setUp.PathOf("keys/acme")}, which belongs to user "
            + "12345", "mode 0600", "chown root");
    }

    [Fact]
    public Task A_mistake_in_a_file_that_customers_share()
    {
        setUp.Write("customers/shared/layouts.json", "{\n  \"Products\": [\n    { \"Code\": \"VISITOR\", \"Nmae\": \"Visitor\" }\n  ]\n}");
        setUp.Replace(BrokenSetUp.Acme, "\"Products\": [ { \"Code\": \"ID-STD\", \"RequiredColumns\": [ \"first_name\" ] } ]",
            "\"Include\": [ \"shared/layouts.json\" ]");
        return AssertToldAsync("customers/shared/layouts.json", "Nmae", "Products[0].Nmae", "an unknown key", "Name", "Did you mean Name?");
    }

    [Fact]
    public async Task As_it_is_it_is_good()
    {
        using var output = new StringWriter();

        Assert.True(await CheckAsync(output) == ExitCodes.Ok, output.ToString());
    }

    private Task AssertToldAsync(string file, string at, string setting, string found, string allowed, string cure) =>
        AssertToldAsync(file, setUp.LineOf(file, at), setting, found, allowed, cure);

    private async Task AssertToldAsync(string file, int line, string setting, string found, string allowed, string cure)
    {
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Configuration, await CheckAsync(output));
        var told = Told().Matches(output.ToString());
        Assert.True(told.Any(one => one.Groups["file"].Value == setUp.PathOf(file)
            && one.Groups["line"].Value == $"{line}" && one.Groups["setting"].Value.Trim().TrimEnd(':') == setting
            && one.Groups["found"].Value.Contains(found, StringComparison.Ordinal)
            && one.Groups["allowed"].Value.Contains(allowed, StringComparison.Ordinal)
            && one.Groups["cure"].Value.Contains(cure, StringComparison.Ordinal)), $"line {line} of\n{output}");
        Assert.DoesNotContain("hunter2", output.ToString(), StringComparison.Ordinal);
    }

    private Task<int> CheckAsync(StringWriter output) =>
        CheckConfigCommand.RunAsync(setUp.Path, json: false, TimeProvider.System, output, CancellationToken.None);

    [GeneratedRegex(@"^(?<file>[^:\n]+):(?<line>\d+):\d+:(?<setting>.*?) found (?<found>.+?), allowed (?<allowed>.+)\. (?<cure>.+)$",
        RegexOptions.Multiline)]
    private static partial Regex Told();
}
