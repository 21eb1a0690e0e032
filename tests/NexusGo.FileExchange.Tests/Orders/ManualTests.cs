using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>The customers' manual names the columns, codes and samples that there are.</summary>
public partial class ManualTests
{
    private static readonly string Manual = File.ReadAllText(Path.Combine(SampleTests.Folder(), "..", "README.md"));

    [Fact]
    public void Every_column_is_in_the_manual() =>
        Assert.All(OrderColumns.All, c => Assert.Contains($"`{c.Name}`", Manual, StringComparison.Ordinal));

    [Fact]
    public void Every_code_in_the_manual_is_published() =>
        Assert.All(Code().Matches(Manual).Select(m => m.Value), code => Assert.Equal(code, ErrorCatalog.Get(code).Code));

    /// <summary>A range such as <c>`E-PHO-01` … `E-PHO-07`</c> names all between.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.sv.md")]
    public void Every_cause_that_refuses_a_file_or_a_row_of_an_order_has_its_cure_in_both_languages(string manual)
    {
        var text = File.ReadAllText(Path.Combine(SampleTests.Folder(), "..", manual));
        var named = text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Named(line.Split('|')[1])).ToHashSet();

        Assert.Empty(ErrorCatalog.All.Select(one => one.Code).Where(code => code[0] is 'F' or 'E').Except(named));

        static IEnumerable<string> Named(string cell)
        {
            var codes = Code().Matches(cell).Select(match => match.Value).ToList();
            return codes.Count == 2 && cell.Contains('…', StringComparison.Ordinal)
                ? Enumerable.Range(int.Parse(codes[0][6..], System.Globalization.CultureInfo.InvariantCulture), 10)
                .Select(number => $"{codes[0][..6]}{number:00}").TakeWhile(code => string.CompareOrdinal(code, codes[1]) <= 0)
                : codes;
        }
    }

    [Fact]
    public void Every_sample_is_in_the_manual() =>
        Assert.All(Directory.GetFiles(SampleTests.Folder(), "*.csv"), path =>
            Assert.Contains("`…" + Path.GetFileNameWithoutExtension(path)["ORD_DEMO_".Length..] + "`", Manual, StringComparison.Ordinal));

    [Fact]
    public void Every_sample_request_action_and_selector_is_in_the_manual()
    {
        Assert.All(Directory.GetFiles(Path.Combine(SampleTests.Folder(), "../requests"), "*.csv"), path =>
            Assert.Contains("`…" + Path.GetFileNameWithoutExtension(path)["REQ_DEMO_".Length..] + "`", Manual, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<RequestAction>(), action =>
        {
            var line = Manual.Split('\n')
                .Last(one => one.StartsWith('|') && one.Split('|')[1].Contains($"`{action.ToWireName()}`", StringComparison.Ordinal));
            Assert.Contains($"| {action.Rule().Right?.ToString() ?? "any"} |", line, StringComparison.Ordinal);
            Assert.All(action.Rule().Selectors,
                selector => Assert.Contains(selector.ToWireName(), line.Split('|')[2], StringComparison.Ordinal));
        });
        Assert.All(Enum.GetValues<RequestSelector>(),
            selector => Assert.Contains($"`{selector.ToWireName()}`", Manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_columns_are_written_in_their_normal_form_and_mean_one_column_each()
    {
        var names = OrderColumns.All.SelectMany(c => c.Aliases.Prepend(c.Name).Select(HeaderName.Normalise).Distinct()).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(OrderColumns.All.SelectMany(c => c.Aliases.Prepend(c.Name)), n => Assert.Equal(n.ToLowerInvariant(), n));
    }

    [GeneratedRegex("[FEWR]-[A-Z]{3}-[0-9]{2}")]
    private static partial Regex Code();
}
