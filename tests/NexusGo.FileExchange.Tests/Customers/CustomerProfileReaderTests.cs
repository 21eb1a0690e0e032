using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Customers;

public sealed class CustomerProfileReaderTests : IDisposable
{
    private readonly ProfileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_good_file_with_comments_and_trailing_commas_is_read_and_paths_become_absolute()
    {
        var read = CustomerProfileReader.Read(folder.WriteGood("ACME", """ "Intake": { "PollInterval": "00:00:00.5" }, """));

        Assert.Empty(read.Problems);
        Assert.Equal(TimeSpan.FromMilliseconds(500), read.Profile!.Intake.PollInterval);
        Assert.Equal(folder.AreaOf("ACME"), read.Profile.Remote.LocalRoot);
    }

    [Fact]
    public void All_problems_of_all_files_come_at_once_with_file_line_and_column()
    {
        folder.WriteGood("ACME", """
            "Intake": {
              "PollIntervall": "00:00:10",
              "MaxFilesInFlight": 65,
              "StableFor": "ten seconds"
            },
            "Enabled": "yes",
            """);
        folder.Write("BETA", "{ \"CustomerId\": \"BETA\",\n  oops }");

        var problems = CustomerProfileReader.ReadFolder(folder.Folder).Problems;

        Assert.Collection(problems.OrderBy(problem => problem.File).ThenBy(problem => problem.Line),
            problem => AssertProblem(problem, "ACME", 9, "Intake.PollIntervall", "PollInterval"),
            problem => AssertProblem(problem, "ACME", 10, "Intake.MaxFilesInFlight", "1 to 64"),
            problem => AssertProblem(problem, "ACME", 11, "Intake.StableFor", "00:00:00 to 1.00:00:00, as 30s, 5m, 2h, 7d or [d.]hh:mm:ss"),
            problem => AssertProblem(problem, "ACME", 13, "Enabled", "true or false"),
            problem => AssertProblem(problem, "BETA", 2, "", "one JSON object"));
    }

    [Theory]
    [InlineData("""{ "Name": "A", "Name": "B" }""", "Name", "the key a second time")]
    [InlineData("""{ "Name": null }""", "Name", "null")]
    [InlineData("""{ "Products": [] }""", "Products", "an empty list")]
    [InlineData("""{ "Products": {} }""", "Products", "an object")]
    [InlineData("""{ "CustomerId": "acme" }""", "CustomerId", "\"acme\"")]
    [InlineData("""{ }""", "CustomerId", "nothing")]
    [InlineData("""{ "Remote": { "Port": 70000 } }""", "Remote.Port", "70000")]
    [InlineData("""{ "Remote": { "Port": 22.5 } }""", "Remote.Port", "22.5")]
    [InlineData("""{ "Intake": { "PollInterval": "10" } }""", "Intake.PollInterval", "\"10\"")]
    [InlineData("""{ "Orders": { "Accept": "perrow" } }""", "Orders.Accept", "\"perrow\"")]
    [InlineData("""{ "Orders": { "IdentityNumbers": ["Personnummer", "Passport"] } }""", "Orders.IdentityNumbers[1]", "\"Passport\"")]
    [InlineData("""{ "Products": [ { "MaxLengths": { "title": "long" } } ] }""", "Products[0].MaxLengths.title", "\"long\"")]
    [InlineData("""{ "Answers": { "Delimiter": "|" } }""", "Answers.Delimiter", "\"|\"")]
    [InlineData("""[ ]""", "", "another JSON value")]
    public void Each_wrong_setting_is_named_with_what_was_found(string json, string setting, string found)
    {
        var problems = new List<ConfigurationProblem>();
        CustomerProfileReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), "ACME.json", problems);

        Assert.Contains(problems, problem => problem.Setting == setting && problem.Found == found);
    }

    [Fact]
    public void Secrets_and_names_of_people_never_stand_in_a_problem()
    {
        const string secret = "hunter2-Öberg";
        var problems = new List<ConfigurationProblem>();
        CustomerProfileReader.Parse(System.Text.Encoding.UTF8.GetBytes($$"""
            {
              "CustomerId": "ACME",
              "Remote": { "PasswordFile": "{{secret}}", "PassphraseFile": ["{{secret}}"], "Password": "{{secret}}",
                "Host": "h", "User": "u" },
              "People": [ { "Id": "{{secret}}", "Name": ["{{secret}}"], "CertificateFile": "{{secret}}" } ]
            }
            """), "ACME.json", problems);

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.DoesNotContain(secret, problem.ToString(), StringComparison.Ordinal));
    }

    private static void AssertProblem(ConfigurationProblem problem, string file, int line, string setting, string allowed)
    {
        Assert.Equal(file, Path.GetFileNameWithoutExtension(problem.File));
        Assert.Equal(line, problem.Line);
        Assert.True(problem.Column > 0);
        Assert.Equal(setting, problem.Setting);
        Assert.Equal(allowed, problem.Allowed);
    }

    [Theory]
    [Trait("Attack", "20.13 the local area of one customer lies in another's")]
    [InlineData("shared", "shared", true)]
    [InlineData("ACME", "ACME/in", true)]
    [InlineData("ACME/out", "ACME", true)]
    [InlineData("ACME", "ACME2", false)]
    public void Local_areas_may_not_be_nor_hold_nor_lie_in_one_another(string one, string other, bool meet)
    {
        folder.WriteGood("ACME", area: one);
        folder.WriteGood("BETA", area: other);

        Assert.Equal(meet, CustomerProfileReader.ReadFolder(folder.Folder).Problems.Any(problem => problem.Setting == "Remote.LocalRoot"));
    }

    [Theory]
    [Trait("Attack", "20.13 the local area of a customer is reached through a link")]
    [InlineData("link")]
    [InlineData("link/in")]
    public void A_local_area_through_a_link_is_refused(string area)
    {
        Directory.CreateDirectory(folder.AreaOf("real/in"));
        Directory.CreateSymbolicLink(folder.AreaOf("link"), "real");
        folder.WriteGood("ACME", area: area);

        var problem = Assert.Single(CustomerProfileReader.ReadFolder(folder.Folder).Problems,
            problem => problem.Setting == "Remote.LocalRoot");
        Assert.Contains(folder.AreaOf("link"), problem.Found, StringComparison.Ordinal);
    }
}
