using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Tests.Requests;

/// <summary>How much one file of requests may select.</summary>
public sealed class RequestLimitsTests
{
    private readonly HashSet<int> tooMany = [];

    [Theory]
    // Cards that are changed are read one by one, up to 100,000 of all rows together; who comes later and selects less still gets it.
    [InlineData("CANCEL:100000", "1", "")]
    [InlineData("CANCEL:100001", "", "1")]
    [InlineData("BLOCK:60000 BLOCK:60000 BLOCK:40000", "1 3", "2")]
    // An erasure of more than 10,000 is only counted.
    [InlineData("ERASE:10000", "1", "")]
    [InlineData("ERASE:10001", "", "")]
    [InlineData("ERASE:1000000 CANCEL:100000", "2", "")]
    [InlineData("ERASE:1000000 HISTORY:1", "", "2")]
    // A history changes nothing.
    [InlineData("HISTORY:1000000", "", "")]
    [InlineData("HISTORY:1000001", "", "1")]
    [InlineData("HISTORY:999999 HISTORY:1 HISTORY:1", "", "3")]
    public void Cards_are_read_or_counted_as_far_as_the_limits_go(string rows, string read, string refused)
    {
        var parts = rows.Split(' ').Select(part => part.Split(':')).ToList();
        var requests = parts.Select((part, i) => Row(i + 1, RequestRules.ActionOf(part[0])!.Value, RequestSelector.OrderNo)).ToList();
        var estimates = parts.Select((part, i) => (RowNo: i + 1, Cards: long.Parse(part[1], null)))
            .ToDictionary(one => one.RowNo, one => one.Cards);
        Assert.Equal(read, string.Join(' ', RequestLimits.Read(requests, estimates, tooMany).Order()));
        Assert.Equal(refused, string.Join(' ', tooMany.Order()));
    }

    [Fact]
    public void A_row_without_an_estimate_selects_one_card()
    {
        var rows = Enumerable.Range(1, 100_001).Select(number => Row(number, RequestAction.Block, RequestSelector.CardNo)).ToList();
        Assert.Equal(100_000, RequestLimits.Read(rows, new Dictionary<int, long>(), tooMany).Count);
        Assert.Equal([100_001], tooMany);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    public void Rows_that_select_by_days_are_few(int rows, int refused)
    {
        List<RequestRow> requests = [.. Enumerable.Range(1, rows)
            .Select(number => Row(number, RequestAction.History, number % 2 == 0 ? RequestSelector.Period : RequestSelector.AllBefore)),
            Row(500, RequestAction.Block, RequestSelector.CardNo)];
        Assert.Equal(rows - refused + 1, RequestLimits.LookedUp(requests, tooMany).Count);
        Assert.Equal(Enumerable.Range(101, refused), tooMany.Order());
    }

    private static RequestRow Row(int number, RequestAction action, RequestSelector selector) =>
        new() { RowNumber = number, Action = action, Selector = selector };
}
