using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Customers;

/// <summary>Customers that include one file for what they have in common.</summary>
public sealed class SharedSectionsTests : IDisposable
{
    private const string Layouts = """{ "Products": [ { "Code": "VISITOR", "Name": "Visitor" } ] }""";

    private readonly ProfileFolder folder = new();
    private readonly string data = Directory.CreateTempSubdirectory("nexusgo-shared-").FullName;

    public SharedSectionsTests() => Directory.CreateDirectory(Path.Combine(folder.Folder, "shared"));

    public void Dispose()
    {
        folder.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void Two_customers_share_layouts_and_an_edit_of_them_reaches_both()
    {
        Share(Layouts);
        Include("ACME");
        Include("BETA");
        var registry = Start();
        Assert.Equal(["VISITOR", "VISITOR"], registry.Current.Select(one => one.Products.Single().Code));

        Share(Layouts.Replace("VISITOR", "GUEST", StringComparison.Ordinal));

        Assert.True(registry.Reload());
        Assert.Equal(["GUEST", "GUEST"], registry.Current.Select(one => one.Products.Single().Code));
    }

    [Theory]
    [InlineData("{", 1, "", "not JSON")]
    [InlineData("""{ "Products": [ { "Code": "VISITOR", "Nmae": "x" } ] }""", 1, "Products[0].Nmae", "an unknown key")]
    [InlineData("{\n\"Products\": [ { \"Code\": \"V\" } ],\n\"Remote\": { \"Host\": \"elsewhere.example\" } }", 3, "Remote",
        "cannot be shared")]
    [InlineData("{ \"Products\": [ { \"Code\": \"V\" } ],\n\"Pgp\": { \"Encryption\": \"None\" } }", 2, "Pgp", "cannot be shared")]
    [InlineData("{ \"Products\": [ { \"Code\": \"V\" } ],\n\"Include\": [ \"other.json\" ] }", 2, "Include", "cannot be shared")]
    public void A_mistake_in_it_is_told_where_it_stands(string shared, int line, string setting, string found)
    {
        Share(shared);

        var problem = CustomerProfileReader.Read(Include("ACME")).Problems[0];

        Assert.Equal((Path.Combine(folder.Folder, "shared/layouts.json"), line, setting), (problem.File, problem.Line, problem.Setting));
        Assert.Contains(found, problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_both_files_is_refused()
    {
        Share("""{ "Products": [ { "Code": "V" } ], "Csv": { } }""");

        var problem = Assert.Single(CustomerProfileReader.Read(Include("ACME", """ "Csv": { }, """)).Problems);

        Assert.Equal(("Csv", "the key a second time", "layouts.json"), (problem.Setting, problem.Found, Path.GetFileName(problem.File)));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_at_the_line_that_names_it()
    {
        var problem = CustomerProfileReader.Read(Include("ACME")).Problems[0];

        Assert.Equal(("ACME.json", "Include", "a file that is not there"),
            (Path.GetFileName(problem.File), problem.Setting, problem.Found));
        Assert.True(problem.Line > 1);
    }

    [Theory]
    [InlineData("{")]
    [InlineData(null)]
    public void Broken_or_gone_it_leaves_the_last_good_version_in_use_also_after_a_restart(string? content)
    {
        Share(Layouts);
        Include("ACME");
        Start();
        Share(content);

        var registry = Start();

        Assert.Equal("VISITOR", Assert.Single(registry.Current).Products.Single().Code);
        Assert.NotEmpty(registry.Problems);
    }

    private CustomerRegistry Start()
    {
        var registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance, null,
            new LastProfiles(data, folder.Folder));
        registry.Reload();
        return registry;
    }

    private void Share(string? content)
    {
        var file = Path.Combine(folder.Folder, "shared/layouts.json");
        if (content is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, content);
        }
    }

    private string Include(string id, string more = "")
    {
        folder.WriteGood(id);
        return folder.Write(id, ProfileFolder.Good(id, more).Replace("\"Products\": [ { \"Code\": \"ID-STD\" } ]",
            "\"Include\": [ \"shared/layouts.json\" ]", StringComparison.Ordinal));
    }
}
