using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Tests.Architecture;
using NexusGo.FileExchange.Tests.Orders;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>
/// Another value of a setting changes what is seen. settings.txt names a test for each setting; the tests that are nowhere else are here
/// and in <see cref="SettingsOnDoublesTests"/>.
/// </summary>
public sealed partial class SettingsMatterTests
{
    [Fact]
    public void Each_setting_has_a_line_that_names_a_test()
    {
        var table = Table();
        Assert.Equal(Settings().Order(StringComparer.Ordinal), table.Keys.Order(StringComparer.Ordinal));
        var source = string.Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.All(table, line =>
        {
            var name = line.Value.Split('.');
            Assert.Contains($" class {name[0]}", source, StringComparison.Ordinal);
            Assert.Contains($" {name[1]}(", source, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Each_setting_is_read_somewhere()
    {
        var source = string.Concat(Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !Declares().IsMatch(file)).Select(File.ReadAllText));
        Assert.All(Settings(), setting => Assert.Matches($@"\b{Name().Match(setting).Value}\b", source));
    }

    [Theory]
    [InlineData("", InboundOrder)]
    [InlineData("ORD_*draft*", InboundIgnored)]
    public void Ignored_names_are_those_of_the_profile(string ignored, string kind) =>
        Assert.Equal(kind, KindOf("ORD_draft_1.csv", new IntakeSettings { Ignore = ignored.Length == 0 ? [] : [ignored] }));

    [Theory]
    [InlineData("", InboundUnmatched)]
    [InlineData("kort*.csv", InboundOrder)]
    public void Names_of_the_profile_tell_the_type(string pattern, string kind) =>
        Assert.Equal(kind,
            KindOf("kortbeställning.csv", new IntakeSettings { Names = pattern.Length == 0
            ? new Dictionary<string, string>() : new Dictionary<string, string> { [pattern] = "ORD" } }));

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(0, 6, true)]
    [InlineData(1, 1, true)]
    public void A_file_of_no_bytes_waits_as_long_as_agreed(long bytes, int minutes, bool due) =>
        Assert.Equal(due, IsDue(InboundKind.Order, bytes, minutes, new IntakeSettings { EmptyAfter = TimeSpan.FromMinutes(6) }));

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void An_unknown_name_waits_as_long_as_agreed(int minutes, bool due) =>
        Assert.Equal(due, IsDue(InboundKind.Unmatched, 1, minutes, new IntakeSettings { UnmatchedAfter = TimeSpan.FromMinutes(20) }));

    [Fact]
    public async Task A_column_that_is_declared_is_taken()
    {
        var none = DemoProfile.Create() with { Orders = new OrderSettings() };
        Assert.Equal("F-HDR-03",
            (await Reading.Text("customer_ref;product_code;delivery_address_id;email\nA1;VISITOR;HQ;a@example.com\n", none)).Refusal?.Code);
        Assert.Equal("", (await Reading.Row("email", "a@example.com")).Codes);
    }

    [Fact]
    public async Task A_column_of_the_profiles_own_has_its_heading_and_must_be_filled()
    {
        var column = new CustomColumn { Name = "custom_1", Header = "Zon" };
        var profile = DemoProfile.Create() with { Orders = new OrderSettings { CustomColumns = [column] } };
        Assert.Equal("", (await Reading.Row("Zon", "", profile)).Codes);
        Assert.Equal("E-VAL-01",
            (await Reading.Row("Zon", "",
            profile with { Orders = new OrderSettings { CustomColumns = [column with { Required = true }] } })).Codes);
    }

    [Fact]
    public async Task A_layout_asks_for_its_columns_and_allows_so_much()
    {
        var layout = new ProductSettings { Code = "ID-STD" };
        CustomerProfile With(ProductSettings product) => DemoProfile.Create() with { Products = [product] };
        Assert.Equal("E-PRD-01", (await Reading.Row("title", "", With(layout with { Code = "OTHER" }))).Codes);
        Assert.Equal("E-VAL-01", (await Reading.Row("title", "", With(layout with { RequiredColumns = ["title"] }))).Codes);
        Assert.Equal("E-VAL-02",
            (await Reading.Row("title", "Chef", With(layout with { MaxLengths = new Dictionary<string, int> { ["title"] = 3 } }))).Codes);
        Assert.Equal("", (await Reading.Row("title;valid_until", "Chef;2027-11-21", With(layout))).Codes);
        Assert.Equal("E-VAL-08", (await Reading.Row("title;valid_until", "Chef;2027-11-21", With(layout with { MaxValidityDays = 364 })))
            .Codes);
    }

    [Fact]
    public async Task An_address_of_the_agreement_is_known_by_its_id()
    {
        var profile = DemoProfile.Create();
        Assert.Equal("E-ADR-02",
            (await Reading.Row("title", "", profile with { DeliveryAddresses = [profile.DeliveryAddresses[0] with { Id = "OTHER" }] }))
            .Codes);
    }

    [Theory]
    [InlineData(SignatureMode.Optional, "", true)]
    [InlineData(SignatureMode.Required, "", false)]
    [InlineData(SignatureMode.Required, "orderer", true)]
    public async Task C04_the_orderer_counts_where_no_known_person_signs(SignatureMode signature, string asked, bool kept)
    {
        var demo = DemoProfile.Create();
        var profile = demo with { Pgp = demo.Pgp with { Signature = signature },
            Products = [.. demo.Products.Select(product => product with { RequiredColumns = asked.Length == 0 ? [] : [asked] })] };
        var row = await Reading.Row("orderer", "Beställaren", profile);
        Assert.Equal("", row.Codes);
        Assert.Equal(kept, row.Content.AsSpan().IndexOf("Beställaren"u8) >= 0);
        Assert.Equal("E-VAL-02", (await Reading.Row("orderer", new string('x', 61), profile)).Codes);
    }

    [Fact]
    public async Task Answers_have_the_dialect_of_the_profile()
    {
        Assert.Equal("\uFEFF\"row_no\";\"ref\";\"outcome\"", await HeadAsync(new AnswerSettings()));
        Assert.Equal("\"row_no\";\"ref\";\"outcome\"", await HeadAsync(new AnswerSettings { ByteOrderMark = false }));
        Assert.Equal("\uFEFFrow_no;ref;outcome", await HeadAsync(new AnswerSettings { QuoteText = false }));
        Assert.Equal("\uFEFF\"row_no\",\"ref\",\"outcome\"", await HeadAsync(new AnswerSettings { Delimiter = "," }));
        Assert.Contains('\r', Encoding.UTF8.GetString(await ResultsAsync(new AnswerSettings())));
        Assert.DoesNotContain('\r', Encoding.UTF8.GetString(await ResultsAsync(new AnswerSettings { LineEnding = "LF" })));
    }

    private const string InboundOrder = nameof(InboundKind.Order);

    private const string InboundIgnored = nameof(InboundKind.Ignored);

    private const string InboundUnmatched = nameof(InboundKind.Unmatched);

    private static string KindOf(string name, IntakeSettings intake)
    {
        Assert.True(RemoteName.TryCreate(Encoding.UTF8.GetBytes(name), out var remote));
        return FileNames.Compile(DemoProfile.Create() with { Intake = intake }).Classify(remote).Kind.ToString();
    }

    private static bool IsDue(InboundKind kind, long bytes, int minutes, IntakeSettings intake)
    {
        var seen = DateTimeOffset.UnixEpoch;
        return Stability.IsDue(intake, kind, new RemoteVersion(bytes, 1), new Sighting(default, 1, seen, seen, 2, null, null, null),
            seen.AddMinutes(minutes), hasMarker: false);
    }

    private static async Task<string> HeadAsync(AnswerSettings settings)
    {
        var line = Encoding.UTF8.GetString(await ResultsAsync(settings)).Split('\r', '\n')[0];
        return line[..(line.IndexOf("outcome", StringComparison.Ordinal) + (settings.QuoteText ? 8 : 7))];
    }

    private static async Task<byte[]> ResultsAsync(AnswerSettings settings)
    {
        using var stream = new MemoryStream();
        await using (var writer = new ResultsWriter(stream, settings))
        {
            writer.Write(1, "A1"u8, "ACCEPTED", 1, 1, null);
        }

        return stream.ToArray();
    }

    private static Dictionary<string, string> Table() =>
        File.ReadAllLines(Repository.PathOf("tests/NexusGo.FileExchange.Tests/ContractTests/settings.txt"))
        .Where(line => !line.StartsWith('#')).Select(line => line.Split(' ', 2)).ToDictionary(line => line[0], line => line[1]);

    /// <summary>By their path in the schemas, which are made from the option classes; what both files have, once.</summary>
    private static List<string> Settings() => [.. new[] { "customer", "production" }
        .SelectMany(file => PathsOf(JsonDocument.Parse(Repository.Read($"config/schema/{file}.schema.json")).RootElement, "")).Distinct()];

    private static IEnumerable<string> PathsOf(JsonElement node, string path)
    {
        if (node.TryGetProperty("properties", out var properties))
        {
            return properties.EnumerateObject().Where(property => property.Name != "$schema")
                .SelectMany(property => PathsOf(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
        }

        return node.TryGetProperty("items", out var items) && items.TryGetProperty("properties", out _)
            ? PathsOf(items, path + "[]") : [path];
    }

    [GeneratedRegex(@"[A-Za-z]+$")]
    private static partial Regex Name();

    /// <summary>Where settings are declared and compared with each other, and not used.</summary>
    [GeneratedRegex(@"/Customers/(\w*Settings|CustomerProfile\w*|CustomerProfileRules[.\w]*|ProductionProfile\w*)\.cs$")]
    private static partial Regex Declares();
}
