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
            var line = Manual.Split('\n').Last(one => one.StartsWith('|') && one.Split('|')[1].Contains($"`{action.ToWireName()}`", StringComparison.Ordinal));
            Assert.Contains($"| {action.Rule().Right?.ToString() ?? "any"} |", line, StringComparison.Ordinal);
            Assert.All(action.Rule().Selectors, selector => Assert.Contains(selector.ToWireName(), line.Split('|')[2], StringComparison.Ordinal));
        });
        Assert.All(Enum.GetValues<RequestSelector>(), selector => Assert.Contains($"`{selector.ToWireName()}`", Manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_columns_are_written_in_their_normal_form_and_mean_one_column_each()
    {
        var names = OrderColumns.All.SelectMany(c => c.Aliases.Prepend(c.Name)).ToList();

        Assert.All(names, n => Assert.Equal(n, HeaderName.Normalise(n)));
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [GeneratedRegex("[FEWR]-[A-Z]{3}-[0-9]{2}")]
    private static partial Regex Code();
}
