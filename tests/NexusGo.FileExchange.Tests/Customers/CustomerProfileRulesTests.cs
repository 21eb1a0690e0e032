using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.Tests.Customers;

public sealed class CustomerProfileRulesTests : IDisposable
{
    private const string HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1bGVzdGVzdHJ1bGVzdGVzdHJ1bGVzdGVzdHJ1bGU0";

    private readonly ProfileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(""" "Folders": { "Receipts": "/in/receipts/" } """, "Folders.Receipts")]
    [InlineData(""" "Folders": { "Receipts": "/out/errors" } """, "Folders.Errors")]
    [InlineData(""" "Folders": { "In": "in/" } """, "Folders.In")]
    [InlineData(""" "Folders": { "In": "/in/../out/" } """, "Folders.In")]
    [InlineData(""" "Folders": { "In": "/out/receipts/in/" } """, "Folders.In")]
    [InlineData(""" "Intake": { "Names": { "*.csv": "ORDER" } } """, "Intake.Names.*.csv")]
    [InlineData(""" "Intake": { "Names": { "kort*.csv": "ORD", "*bestallning.csv": "REQ" } } """, "Intake.Names.*bestallning.csv")]
    [InlineData(""" "Intake": { "Names": { "req_order*.csv": "ORD" } } """, "Intake.Names.req_order*.csv")]
    [InlineData(""" "Intake": { "SequencePattern": "([0-9]+" } """, "Intake.SequencePattern")]
    [InlineData(""" "Intake": { "SequencePattern": "_([0-9]+)" } """, "Intake.SequencePattern")]
    [InlineData(""" "Intake": { "SequencePattern": "(?<seq>[0-9]+)(?=x)" } """, "Intake.SequencePattern")]
    [InlineData(""" "Consumed": { "MaxAge": "5.00:00:00" } """, "Consumed.UncollectedWarning")]
    [InlineData(""" "Consumed": { "Signals": [] } """, "Consumed.Signals")]
    [InlineData(""" "Consumed": { "Signals": [ "Read" ] } """, "Consumed.Signals[0]")]
    [InlineData(""" "Orders": { "DeclaredColumns": [ "emial" ] } """, "Orders.DeclaredColumns[0]")]
    [InlineData(""" "Orders": { "DeclaredColumns": [ "email", "email" ] } """, "Orders.DeclaredColumns[1]")]
    [InlineData(""" "Orders": { "DeclaredColumns": [ "national_identity_number" ], "IdentityNumbers": [] } """, "Orders.IdentityNumbers")]
    [InlineData(""" "Orders": { "CustomColumns": [ { "Name": "custom_1" }, { "Name": "custom_1" } ] } """, "Orders.CustomColumns[1].Name")]
    [InlineData(""" "Orders": { "CustomColumns": [ { "Name": "custom_1", "Header": "First_Name" } ] } """,
        "Orders.CustomColumns[0].Header")]
    [InlineData(""" "Orders": { "CustomColumns": [ { "Name": "custom_1", "Type": "Digits", "Values": [ "A" ] } ] } """,
        "Orders.CustomColumns[0].Values[0]")]
    [InlineData(""" "Orders": { "Approval": "FourEyes" } """, "Orders.Approval")]
    [InlineData(""" "Orders": { "Approval": "FourEyes" }, "Pgp": { "Encryption": "Optional", "Signature": "Optional" } """,
        "Orders.Approval")]
    [InlineData(""" "Csv": { "Aliases": { "namn": "firstname" } } """, "Csv.Aliases.namn")]
    [InlineData(""" "Csv": { "Aliases": { "title": "department" } } """, "Csv.Aliases.title")]
    [InlineData(""" "Pgp": { "Encryption": "None", "Signature": "Required" } """, "Pgp.Signature")]
    [InlineData(""" "Pgp": { "Encryption": "Required", "Signature": "Required" } """, "People")]
    [InlineData(""" "Pgp": { "Signature": "Optional", "AnswerCertificates": [ "gone.asc" ] } """, "Pgp.AnswerCertificates[0]")]
    [InlineData(""" "People": [ { "Id": "kim", "CertificateFile": "gone.asc", "Rights": [ "Order" ] } ] """, "People[0].CertificateFile")]
    [InlineData(""" "Requests": { "Signature": "Required" } """, "Requests.Signature")]
    [InlineData(""" "BackReports": { "Columns": [ "status", "statuss" ] } """, "BackReports.Columns[1]")]
    [InlineData(""" "BackReports": { "Columns": [ "status", "status" ] } """, "BackReports.Columns[1]")]
    [InlineData(""" "Products": [ { "Code": "A" }, { "Code": "A" } ] """, "Products[1].Code")]
    [InlineData(""" "Products": [ { "Code": "A", "RequiredColumns": [ "forename" ] } ] """, "Products[0].RequiredColumns[0]")]
    [InlineData(""" "Products": [ { "Code": "A", "RequiredColumns": [ "email" ] } ] """, "Products[0].RequiredColumns[0]")]
    [InlineData(""" "Products": [ { "Code": "A", "MaxLengths": { "custom_2": 5 } } ] """, "Products[0].MaxLengths.custom_2")]
    [InlineData(""" "Remote": { "Engine": "Local" } """, "Remote.LocalRoot")]
    [InlineData(""" "Remote": { "Host": "-oProxyCommand=x", "User": "u", "HostKeys": [] } """, "Remote.Host")]
    [InlineData(""" "Remote": { "Host": "h", "User": "u", "HostKeys": [] } """, "Remote.HostKeys")]
    [InlineData(""" "Remote": { "Host": "h", "User": "u", "HostKeys": [ "example.org ssh-ed25519 AAAA" ] } """, "Remote.HostKeys[0]")]
    [InlineData(""" "Remote": { "Host": "h", "User": "u" } """, "Remote.PrivateKeyFile")]
    [InlineData(""" "Remote": { "PasswordFile": "env:NEXUSGO_TEST_NOT_SET" } """, "Remote.PasswordFile")]
    [InlineData(""" "Remote": { "SshOptions": { "Ciphers": "aes128-ctr" } } """, "Remote.SshOptions")]
    [InlineData(""" "Remote": { "ProxyJump": "jump.example" } """, "Remote.ProxyJump")]
    [InlineData(""" "Remote": { "PrivateKeyFile": "pkcs11:token=bureau" } """, "Remote.PrivateKeyFile")]
    [InlineData(""" "Remote": { "HostKeys": [ "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t" ] } """,
        "Remote.HostKeys[0]")]
    [InlineData(""" "Remote": { "Proxy": "ftp://proxy.example:21" } """, "Remote.Proxy")]
    [InlineData(""" "Remote": { "Proxy": "proxy.example:3128" } """, "Remote.Proxy")]
    [InlineData(""" "Remote": { "Legacy": [ { "Algorithm": "aes128-gcm@openssh.com", "Until": "2027-01-01" } ] } """,
        "Remote.Legacy[0].Algorithm")]
    [InlineData(""" "Remote": { "Legacy": [ { "Algorithm": "aes128-cbc" } ] } """, "Remote.Legacy[0].Until")]
    [InlineData(""" "Remote": { "Engine": "OpenSsh", "Proxy": "http://proxy.example:3128" } """, "Remote.Proxy")]
    [InlineData(""" "Remote": { "Engine": "OpenSsh", "ProxyJump": "jump.example" } """, "Remote.ProxyJumpHostKeys")]
    public void A_profile_at_odds_with_itself_is_refused(string setting, string named)
    {
        var problems = Check(setting);

        Assert.Contains(problems, problem => problem.Setting == named);
        Assert.All(problems, problem => Assert.True(problem.Allowed.Length > 0 && problem.Found.Length > 0));
    }

    /// <summary>Told with file, line and setting, and with the engine that can, before anything starts.</summary>
    [Theory]
    [InlineData("a jump host", """ "ProxyJump": "jump.example" """, "Remote.ProxyJump")]
    [InlineData("a FIDO key", """ "PrivateKeyFile": "fido_key" """, "Remote.PrivateKeyFile")]
    [InlineData("a FIDO key of the server", """ "HostKeys": [ "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t" ] """,
        "Remote.HostKeys[0]")]
    [InlineData("a PKCS#11 token", """ "PrivateKeyFile": "pkcs11:token=bureau" """, "Remote.PrivateKeyFile")]
    [InlineData("a PKCS#11 library", """ "SshOptions": { "PKCS11Provider": "/usr/lib/opensc-pkcs11.so" } """, "Remote.SshOptions")]
    [InlineData("GSSAPI", """ "SshOptions": { "GSSAPIAuthentication": "yes" } """, "Remote.SshOptions")]
    [InlineData("options of ssh", """ "SshOptions": { "Ciphers": "aes128-ctr" } """, "Remote.SshOptions")]
    public void What_engine_SshNet_cannot_do_is_refused_with_its_place_and_the_engine_that_can(string what, string setting, string named)
    {
        Assert.NotEmpty(what);
        var key = Path.Combine(folder.Folder, "fido_key");
        File.WriteAllText(key, OpenSshKeyFileTests.KeyOf("sk-ssh-ed25519@openssh.com"));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var json = ProfileFolder.Good("ACME").Replace(""" "Remote": { "Engine": "Local", "LocalRoot": "areas/ACME" },""", $$"""
             "Remote": {
                "Host": "sftp.example.org",
                {{setting.Trim()}}
              },
            """, StringComparison.Ordinal);
        var file = folder.Write("ACME", json);
        var line = Array.FindIndex(json.Split('\n'), text => text.Contains(setting.Trim(), StringComparison.Ordinal)) + 1;

        var problem = Assert.Single(CustomerProfileReader.Read(file).Problems,
            problem => problem.Setting == named && problem.Advice == "Use engine OpenSsh");

        Assert.Equal((file, line), (problem.File, problem.Line));
        Assert.Matches($@"^{file}:{line}:\d+: {System.Text.RegularExpressions.Regex.Escape(named)}: .*engine SshNet\. Use engine OpenSsh$",
            problem.ToString());
    }

    [Theory]
    [Trait("Attack", "20.9 a profile's editor has ssh run, load or send something")]
    [InlineData("ProxyCommand", "nc %h %p")]
    [InlineData("proxycommand", "nc %h %p")]
    [InlineData("PKCS11Provider", "/tmp/x.so")]
    [InlineData("SecurityKeyProvider", "/tmp/x.so")]
    [InlineData("SendEnv", "*")]
    [InlineData("SetEnv", "A=b")]
    [InlineData("LocalCommand", "id")]
    [InlineData("PermitLocalCommand", "yes")]
    [InlineData("KnownHostsCommand", "/tmp/x")]
    [InlineData("Include", "/tmp/x")]
    [InlineData("Match", "exec id")]
    [InlineData("StrictHostKeyChecking", "no")]
    [InlineData("ForwardAgent", "yes")]
    public void An_option_of_ssh_that_is_no_algorithm_and_no_sign_of_life_is_refused(string option, string value)
    {
        var problems = Check($$""" "Remote": { "Engine": "OpenSsh", "SshOptions": { "{{option}}": "{{value}}" } } """);

        Assert.Contains(problems, problem => problem.Setting == $"Remote.SshOptions.{option}");
    }

    [Fact]
    public void A_complete_openssh_profile_is_accepted_once_its_key_belongs_to_us_alone()
    {
        var key = Path.Combine(folder.Folder, "id_ed25519");
        File.WriteAllText(key, "key");
        var remote =
            $$""" "Remote": { "Host": "sftp.example.org", "User": "bureau", "PrivateKeyFile": "id_ed25519", "HostKeys": [ "{{HostKey}}" """
            + $$"""] } """;

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal("Remote.PrivateKeyFile", Assert.Single(Check(remote)).Setting);

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Empty(Check(remote));
    }

    [Fact]
    public void The_id_must_be_the_name_of_the_file()
    {
        var file = folder.Write("OTHER", ProfileFolder.Good("ACME"));
        Directory.CreateDirectory(folder.AreaOf("ACME"));

        Assert.Equal("CustomerId", Assert.Single(CustomerProfileReader.Read(file).Problems).Setting);
    }

    [Fact]
    public void Nasty68_two_customers_on_the_same_folder_of_the_same_server_are_refused()
    {
        folder.WriteGood("ACME");
        folder.WriteGood("BETA", area: "ACME");
        folder.WriteGood("GAMMA");

        var problems = CustomerProfileReader.ReadFolder(folder.Folder).Problems;

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Equal("BETA", Path.GetFileNameWithoutExtension(problem.File)));
        Assert.Contains(problems, problem => problem.Setting == "Folders.In" && problem.Found.Contains("ACME", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kort*.csv", "*bestallning.csv", true)]
    [InlineData("a?c", "ABC", true)]
    [InlineData("a*", "b*", false)]
    [InlineData("*.csv", "*.zip", false)]
    [InlineData("*", "", true)]
    [InlineData("ORD_*_?", "ord_x_12", false)]
    [InlineData("*a*b", "ab*", true)]
    public void Nasty68_patterns_overlap_when_some_name_fits_both(string left, string right, bool overlap)
    {
        Assert.Equal(overlap, NamePatterns.Overlap(left, right));
        Assert.Equal(overlap, NamePatterns.Overlap(right, left));
    }

    private List<ConfigurationProblem> Check(string setting)
    {
        Directory.CreateDirectory(folder.AreaOf("ACME"));
        var defaults = new Dictionary<string, string>
        {
            ["Remote"] = """ "Remote": { "Engine": "Local", "LocalRoot": "areas/ACME" } """,
            ["Pgp"] = """ "Pgp": { "Encryption": "None", "Signature": "Optional" } """,
            ["Requests"] = """ "Requests": { "Signature": "Optional" } """,
            ["Products"] = """ "Products": [ { "Code": "ID-STD" } ] """,
        };
        var parts = defaults.Where(part => !setting.TrimStart().StartsWith($"\"{part.Key}\"", StringComparison.Ordinal))
            .Select(part => part.Value).Append(setting);
        var json = $$"""{ "CustomerId": "ACME", "Name": "Acme", {{string.Join(", ", parts)}} }""";
        var problems = new List<ConfigurationProblem>();
        CustomerProfileReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), Path.Combine(folder.Folder, "ACME.json"), problems);
        return problems;
    }
}
