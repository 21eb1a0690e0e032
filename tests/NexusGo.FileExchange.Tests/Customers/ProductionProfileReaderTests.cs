using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Tests.Customers;

/// <summary>The production partner's file: what is wrong in it is said as for a customer's.</summary>
public sealed class ProductionProfileReaderTests : IDisposable
{
    private readonly ProfileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_file_there_is_no_partner_and_no_problem()
    {
        var problems = new List<ConfigurationProblem>();
        Assert.Null(ProductionProfileReader.Read(Path.Combine(folder.Folder, "none.json"), problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void A_good_file_is_read_and_its_paths_become_absolute()
    {
        var (profile,
            problems) =
            Read("""
            { "ProductCode": "ID-STD", "Columns": ["title"],
              "ExpectedReportFields": ["chip_type", "uid_hex", "hid_format", "hid_facility", "hid_number"] }
            """);
        Assert.Empty(problems);
        Assert.Equal(folder.AreaOf("partner"), profile!.Remote.LocalRoot);
        Assert.Equal("title", Assert.Single(profile.Layouts[0].Columns));
        Assert.Same(profile.Layouts[0], profile.FindLayout(new CustomerId("ACME"), "ID-STD"));
        Assert.Null(profile.FindLayout(new CustomerId("ACME"), "VISITOR"));
    }

    [Theory]
    [InlineData(""" { "ProductCode": "ID-STD", "Columns": ["shoe_size"] } """, "Layouts[0].Columns", "shoe_size")]
    [InlineData(""" { "ProductCode": "ID-STD", "ExpectedReportFields": ["uid_dec"] } """, "Layouts[0].ExpectedReportFields", "uid_dec")]
    [InlineData(""" { "ProductCode": "ID-STD" }, { "ProductCode": "ID-STD" } """, "Layouts[1].ProductCode", "a second time")]
    public void A_layout_names_columns_and_fields_that_there_are_and_only_once(string layouts, string setting, string found)
    {
        var problem = Assert.Single(Read(layouts).Problems);
        Assert.Equal(setting, problem.Setting);
        Assert.Contains(found, problem.Found, StringComparison.Ordinal);
        Assert.True(problem.Line > 1, "its place is told");
    }

    [Theory]
    [InlineData(""" "Format": "Xlsx" """, "Answers.Format")]
    [InlineData(""" "Numbers": "ExcelText" """, "Answers.Numbers")]
    public void Nothing_for_the_partner_is_made_for_spreadsheets(string answers, string setting)
    {
        var problem = Assert.Single(Read("", answers).Problems);
        Assert.Equal(setting, problem.Setting);
        Assert.True(problem.Line > 1, "its place is told");
    }

    [Theory]
    [InlineData("[ ]", "another JSON value")]
    [InlineData("{ \"Remote\": ", "")]
    public void What_is_no_JSON_object_is_a_problem(string content, string found)
    {
        var problems = new List<ConfigurationProblem>();
        Assert.Null(ProductionProfileReader.Read(folder.Write("production", content), problems));
        Assert.Contains(found, Assert.Single(problems).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read_and_neither_is_a_customers()
    {
        var file = folder.Write("production", "{ }".PadRight(JsonTree.MaxBytes + 1));
        var problems = new List<ConfigurationProblem>();
        Assert.Null(ProductionProfileReader.Read(file, problems));
        Assert.Equal("a file over 1 MiB", Assert.Single(problems).Found);
        Assert.Equal("a file over 1 MiB", Assert.Single(CustomerProfileReader.Read(file).Problems).Found);

        File.WriteAllText(file, "[ ]".PadRight(JsonTree.MaxBytes));
        Assert.Equal("another JSON value", Assert.Single(CustomerProfileReader.Read(file).Problems).Found);
    }

    private (ProductionProfile? Profile, IReadOnlyList<ConfigurationProblem> Problems) Read(string layouts, string answers = "")
    {
        Directory.CreateDirectory(folder.AreaOf("partner"));
        var problems = new List<ConfigurationProblem>();
        var profile = ProductionProfileReader.Read(folder.Write("production", $$"""
            {
              "Remote": { "Engine": "Local", "LocalRoot": "areas/partner" },
              "Pgp": { "Encryption": "None", "Signature": "Optional" },
              "Answers": { {{answers}} },
              "Layouts": [ {{layouts}} ]
            }
            """), problems);
        return (profile, problems);
    }
}
