using System.Text;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 9: receipts, results, errors.</summary>
public sealed class C09_AnswersTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CNINE");

    [Fact]
    public async Task C09_at_most_5000_error_lines_and_it_says_so()
    {
        var rows = new StringBuilder("customer_ref;product_code;first_name;last_name;delivery_address_id\r\n");
        for (var i = 0; i < 5_010; i++)
        {
            rows.Append(null, $"A{i};NOPE;Åsa;Öberg;HQ\r\n");
        }

        Rig.Drop("ORD_1.csv", rows.ToString());
        await Rig.PollAsync();
        var errors = Rig.Errors("ORD_1");
        Assert.Equal(5_000, errors.Count(line => line["record_type"] == "E"));
        Assert.Contains("5000 av 5010", errors[^1]["hint"], StringComparison.Ordinal);
        Assert.Equal(5_010, Rig.Results("ORD_1").Count);
    }

    [Fact]
    public async Task C09_the_receipt_of_10000_rows_comes_within_60_seconds()
    {
        using var content = new MemoryStream();
        OrderFileGenerator.Write(content, 10_000);
        Rig.Drop("ORD_2.csv", content.ToArray());
        var start = TimeProvider.System.GetTimestamp();
        await Rig.PollAsync();
        Assert.Equal("10000", Rig.Receipt("ORD_2")["rows_total"]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
