using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, sections 1 and 2: what lies in an inbox beside orders.</summary>
public sealed class C01_InboxEntriesTests : CardTests
{
    private const string Order = "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;ID-STD;Åsa;Öberg;HQ\r\n";

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CENTRIES");

    [Fact]
    public async Task C01_what_is_no_order_file_is_told_once_and_never_touched()
    {
        var inbox = Path.Combine(Rig.Area, "in");
        Directory.CreateDirectory(Path.Combine(inbox, "old orders"));
        File.CreateSymbolicLink(Path.Combine(inbox, "ORD_LINK.csv"), "/etc/hostname");
        Rig.Drop("ORD_HALF.csv.part", "customer_ref");
        Rig.Drop("ORD_LOST.csv.ctl", "rows=1\n");
        await Rig.PollAsync(2);
        Assert.Empty(Rig.Names("out/receipts"));

        Rig.Clock.Advance(TimeSpan.FromHours(24));
        await Rig.PollAsync(3);
        Rig.Clock.Advance(TimeSpan.FromHours(30));
        await Rig.PollAsync(2);
        Assert.Equal(["RCP_ORD_HALF.csv.part.csv", "RCP_ORD_LINK.csv", "RCP_ORD_LOST.csv", "RCP_old_orders.csv"],
            Rig.Names("out/receipts").Order(StringComparer.Ordinal));
        Assert.All(new[] { ("ORD_HALF.csv.part", "ORD_HALF.csv.part"), ("ORD_LINK", "ORD_LINK.csv"), ("ORD_LOST", "ORD_LOST.csv.ctl"),
            ("old_orders", "old orders") }, one =>
            Assert.Equal(("REJECTED", "F-NAM-03", one.Item2),
                (Rig.Receipt(one.Item1)["file_status"], Rig.Receipt(one.Item1)["error_code"], Rig.Receipt(one.Item1)["file_name"])));
        Assert.Equal(4, Directory.EnumerateFileSystemEntries(inbox).Count(entry => Path.GetFileName(entry) != "test"));
        Assert.Equal(4, Rig.Log.Lines.Count(line => line.Contains(" 2017 ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ORD_1.csv.ctl", "rows=7\n")]
    [InlineData("ord_1.CSV.done", "")]
    public async Task C02_a_companion_that_comes_after_its_file_was_answered_is_told_and_removed(string companion, string content)
    {
        Rig.Drop("ORD_1.csv", Order);
        await Rig.PollAsync(2);
        Assert.Equal("ACCEPTED", Rig.Receipt("ORD_1")["file_status"]);
        Rig.Drop(companion, content);
        await Rig.PollAsync(2);
        Assert.Equal([("REJECTED", "F-CTL-05")], Receipts(companion));
        Assert.Empty(Rig.Names("in"));

        // Nor does it judge the next file of that name.
        Rig.Drop("ORD_1.csv", Order.Replace("A1", "A2", StringComparison.Ordinal));
        await Rig.PollAsync(2);
        Assert.Equal([("ACCEPTED", ""), ("ACCEPTED", "")], Receipts("ORD_1.csv"));
        Assert.Equal(2, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card"));
    }

    [Fact]
    public async Task C02_a_companion_in_other_case_goes_with_its_file()
    {
        Rig.Drop("ORD_1.csv", Order);
        Rig.Drop("ord_1.CSV.CTL", "rows=2\n");
        await Rig.PollAsync(2);
        Assert.Equal(("REJECTED", "F-CTL-01"), (Rig.Receipt("ORD_1")["file_status"], Rig.Receipt("ORD_1")["error_code"]));
        Assert.Empty(Rig.Names("in"));
    }

    private IEnumerable<(string, string)> Receipts(string file) =>
        Rig.Names("out/receipts").Where(name => name.StartsWith("RCP_", StringComparison.Ordinal))
        .Select(name => Rig.Receipt(name[4..^4])).Where(receipt => receipt["file_name"] == file)
            .Select(receipt => (receipt["file_status"], receipt["error_code"]));
}
