using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>
/// Tests of a class that share a database take their customers from <c>CustomerIds</c>: nothing that one test leaves is met by another.
/// Where each test has a database of its own, an id may stand in the test.
/// </summary>
public sealed partial class CustomersOfTestsTests
{
    [Fact]
    public void Where_tests_share_a_database_no_customer_has_an_id_of_the_authors_choice()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("tests/NexusGo.FileExchange.IntegrationTests"), "*.cs",
            SearchOption.AllDirectories);
        Assert.Empty(files.Where(file => File.ReadAllText(file) is var text
            && text.Contains("IClassFixture<PostgresFixture>", StringComparison.Ordinal) && FixedId().IsMatch(text))
            .Select(file => Path.GetFileName(file)));
    }

    [Theory]
    [InlineData("ExchangeRig.Create(postgres.ConnectionString, \"ACME\")", true)]
    [InlineData("lab.Rig(postgres.ConnectionString,\n    \"ACME\", p => p)", true)]
    [InlineData("ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next(\"ACME\"))", false)]
    public void Ids_are_found(string code, bool isFixed) => Assert.Equal(isFixed, FixedId().IsMatch(code));

    [GeneratedRegex(@"(?:ExchangeRig\.Create|\.Rig)\(\s*\w+\.ConnectionString,\s*""")]
    private static partial Regex FixedId();
}
