using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of histories does: who reads a person's cards is on record, whatever is found.</summary>
public abstract class HistoryStoreContract : StoreContract
{
    private const string Rows = "A1;ID-STD;Ida;Ek;199001019802;HQ\r\nA2;ID-STD;Bo;Al;199001029801;HQ\r\n"
        + "A3;VISITOR;Ida;Ek;199001019802;HQ\r\n";

    /// <summary>The readings on record of the test's customer, as <c>cards=N;by=WHO</c>.</summary>
    private protected abstract Task<IReadOnlyList<string>> ReadingsAsync();

    [Fact]
    public async Task A_persons_cards_are_read_and_the_reading_is_recorded()
    {
        var (orderNo, numbers) = await OrderAsync(await LeaseAsync(), "ORD_1.csv", Rows);
        var lines = await ReadAsync("199001019802", "anna");
        Assert.Equal([(orderNo, (long?)numbers[0], "ID-STD"), (orderNo, numbers[2], "VISITOR")],
            lines.OrderBy(line => line.CardNo).Select(line => (line.OrderNo, line.CardNo, line.ProductCode)));
        Assert.Equal(["cards=2;by=anna"], await ReadingsAsync());
        using var reader = new CardReader(Vault);
        reader.Open(lines[0].Card);
        Assert.Equal("Ida", Encoding.UTF8.GetString(reader.Value(CardField.FirstName)));
    }

    [Fact]
    public async Task A_reading_that_finds_nothing_is_recorded_too()
    {
        Assert.Empty(await ReadAsync("199001039800", "bert"));
        Assert.Equal(["cards=0;by=bert"], await ReadingsAsync());
    }

    private async Task<List<HistoryLine>> ReadAsync(string number, string operatorName)
    {
        Assert.Equal(IdentityNumberProblem.None,
            SwedishIdentityNumber.Parse(Encoding.UTF8.GetBytes(number), DateOnly.FromDateTime(Now.UtcDateTime), out var parsed));
        var lines = new List<HistoryLine>();
        await Stores.Histories.ReadPersonAsync(Customer, PersonIndex.Of(Vault, parsed), lines.Add, operatorName, Now, default);
        return lines;
    }
}
