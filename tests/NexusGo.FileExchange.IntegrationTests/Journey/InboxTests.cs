using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>What can happen to a file between its upload and its removal.</summary>
public sealed class InboxTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n";
    private const string Other = "customer_ref;product_code;delivery_address_id\r\nA2;VISITOR;HQ\r\n";

    [Fact]
    public async Task Nasty01_a_growing_file_is_not_touched_until_it_has_been_the_same_for_the_agreed_time()
    {
        await using var rig = Rig("IBA", p => p with { Intake = p.Intake with { StableFor = TimeSpan.FromSeconds(30) } });
        foreach (var length in new[] { 10, 40, Order.Length })
        {
            rig.Drop("ORD_1.csv", Order[..length]);
            await rig.PollAsync(2);
            rig.Clock.Advance(TimeSpan.FromSeconds(29));
            await rig.PollAsync(1);
            Assert.Empty(rig.Names("out/receipts"));
        }

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.PollAsync(1);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    [Theory]
    [InlineData(-3650)]
    [InlineData(3650)]
    public async Task Nasty03_and_04_the_servers_time_decides_nothing(int days)
    {
        await using var rig = Rig(days < 0 ? "IBB" : "IBC",
            p => p with { Intake = p.Intake with { StableFor = TimeSpan.FromSeconds(30) } });
        rig.Drop("ORD_1.csv", Order);
        File.SetLastWriteTimeUtc(Path.Combine(rig.Area, "in/ORD_1.csv"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(days));
        await rig.PollAsync(2);
        Assert.Empty(rig.Names("out/receipts"));
        rig.Clock.Advance(TimeSpan.FromSeconds(31));
        await rig.PollAsync(1);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    [Theory]
    [InlineData(".done", "")]
    [InlineData(".ctl", "rows=1\nlocal_id=batch-7\n")]
    public async Task Nasty11_a_marker_makes_a_file_whole_at_once_and_goes_last(string ending, string content)
    {
        await using var rig = Rig(ending == ".ctl" ? "IBD" : "IBE",
            p => p with { Intake = p.Intake with { StableFor = TimeSpan.FromHours(1) } });
        rig.Drop("ORD_1.csv" + ending, content);
        await rig.PollAsync(2);
        Assert.Equal(["ORD_1.csv" + ending], rig.Names("in"));
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync(1);

        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal(ending == ".ctl" ? "batch-7" : "", rig.Receipt("ORD_1")["local_id"]);
        Assert.Empty(rig.Names("in"));
    }

    [Theory]
    [InlineData("rows=2\n", "F-CTL-01")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000\n", "F-CTL-02")]
    [InlineData("seq=9\n", "F-CTL-03")]
    [InlineData("nonsense\n", "F-CTL-04")]
    [InlineData("rows=1\nsha256={0}\nseq=1\n", "")]
    public async Task A_control_file_that_says_otherwise_refuses_the_file(string control, string code)
    {
        await using var rig = Rig("IBF" + code.Replace("-", "", StringComparison.Ordinal));
        rig.Drop("ORD_1.csv.ctl",
            control.Replace("{0}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Order))), StringComparison.Ordinal));
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync(1);

        var receipt = rig.Receipt("ORD_1");
        Assert.Equal((code.Length == 0 ? "ACCEPTED" : "REJECTED", code), (receipt["file_status"], receipt["error_code"]));
        Assert.Equal(code.Length == 0 ? 1L : 0L,
            await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{rig.Customer}'"));
    }

    [Fact]
    public async Task Nasty11_a_marker_without_its_file_is_told_once()
    {
        await using var rig = Rig("IBG");
        rig.Drop("ORD_1.csv.done", "");
        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await rig.PollAsync(3);
        Assert.Single(rig.Log.Lines, l => l.Contains(" 2003 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_matches_nothing_is_answered_after_a_while_and_set_aside_sealed()
    {
        await using var rig = Rig("IBH");
        rig.Drop("holiday plans.xlsx", "unique-content-of-a-stray-file");
        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromMinutes(14));
        await rig.PollAsync(1);
        Assert.Empty(rig.Names("out/receipts"));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.PollAsync(1);

        var receipt = rig.Receipt("holiday_plans");
        Assert.Equal(("REJECTED", "F-NAM-01", "holiday plans.xlsx"), (receipt["file_status"], receipt["error_code"], receipt["file_name"]));
        Assert.Equal("F-NAM-01", rig.Errors("holiday_plans")[0]["error_code"]);
        Assert.Empty(rig.Names("in"));
        Assert.Equal(30L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select size_bytes from exchange.quarantined_file where customer_id = '{rig.Customer}'"));
    }

    [Theory]
    [InlineData(".hidden.csv")]
    [InlineData("~ORD_1.csv")]
    [InlineData("ORD_1.csv.part")]
    [InlineData("ORD_1.csv.filepart")]
    [InlineData("ORD_1.csv.tmp")]
    [InlineData("ORD_1.csv.sftpgo-upload.abc")]
    public async Task Nasty10_names_of_uploads_under_way_are_left_alone(string name)
    {
        await using var rig = Rig("IBI");
        rig.Drop(name, Order);
        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromHours(23));
        await rig.PollAsync(2);
        Assert.Equal([name], rig.Names("in"));
        Assert.Empty(rig.Names("out/receipts"));
    }

    [Fact]
    public async Task Nasty12_a_file_of_no_bytes_is_waited_for_and_then_answered_as_empty()
    {
        await using var rig = Rig("IBJ");
        rig.Drop("ORD_1.csv", "");
        await rig.PollAsync(2);
        Assert.Empty(rig.Names("out/receipts"));
        rig.Clock.Advance(TimeSpan.FromMinutes(6));
        await rig.PollAsync(1);
        Assert.Equal(("REJECTED", "F-SIZ-02"), (rig.Receipt("ORD_1")["file_status"], rig.Receipt("ORD_1")["error_code"]));
    }

    [Theory]
    [InlineData("ORD_big.csv", "F-SIZ-01", "IBK")]
    [InlineData("REQ_1.csv", "F-SIZ-01", "IBL")]
    [InlineData("PHO_1.zip", "F-ZIP-01", "IBM")]
    public async Task A_file_that_is_refused_by_its_size_or_kind_is_answered_and_removed(string name, string code, string customer)
    {
        await using var rig = Rig(customer, p => p with { Limits = p.Limits with { CsvBytes = 1024 } });
        rig.Drop(name, new byte[2000]);
        await rig.PollAsync();
        Assert.Equal(code, rig.Receipt(Path.GetFileNameWithoutExtension(name))["error_code"]);
        Assert.Empty(rig.Names("in"));
    }

    [Fact]
    [Trait("Attack", "20.0 links and folders in an inbox")]
    public async Task Nasty28_links_and_folders_in_the_inbox_are_left_alone()
    {
        await using var rig = Rig("IBN");
        File.WriteAllText(Path.Combine(rig.Folder, "outside.csv"), Order);
        File.CreateSymbolicLink(Path.Combine(rig.Area, "in/ORD_link.csv"), Path.Combine(rig.Folder, "outside.csv"));
        Directory.CreateDirectory(Path.Combine(rig.Area, "in/ORD_folder.csv"));
        await rig.PollAsync(3);
        Assert.Empty(rig.Names("out/receipts"));
        Assert.True(File.Exists(Path.Combine(rig.Folder, "outside.csv")));
    }

    [Fact]
    [Trait("Attack", "20.0 a name that is no text")]
    public async Task Nasty31_a_name_that_is_no_UTF8_is_fetched_and_removed_by_its_bytes()
    {
        await using var rig = Rig("IBO");
        // "ORD_å.csv" in Latin-1: made by a shell, because a .NET string cannot name it.
        await ShellAsync($"printf '%s' '{Order.Replace("\r\n", "\\r\\n", StringComparison.Ordinal)}' >/dev/null; printf "
            + $"'customer_ref;product_code;delivery_address_id\\r\\nA1;VISITOR;HQ\\r\\n' > \"{rig.Area}/in/$(printf 'ORD_\\345.csv')\"");
        await rig.PollAsync();
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(rig.Area, "in")));
        var receipt = Assert.Single(rig.Names("out/receipts"), n => n.StartsWith("RCP_", StringComparison.Ordinal));
        Assert.Equal(("ACCEPTED", "ORD_\\xe5.csv"),
            (rig.Answer("out/receipts/" + receipt)[0]["file_status"], rig.Answer("out/receipts/" + receipt)[0]["file_name"]));
    }

    [Fact]
    public async Task Nasty08_the_same_name_at_two_customers_is_two_files()
    {
        await using var one = Rig("IBP");
        await using var two = Rig("IBQ");
        one.Drop("ORD_1.csv", Order);
        two.Drop("ORD_1.csv", Order);
        await one.PollAsync();
        await two.PollAsync();
        Assert.Equal("ACCEPTED", one.Receipt("ORD_1")["file_status"]);
        Assert.Equal("ACCEPTED", two.Receipt("ORD_1")["file_status"]);
    }

    [Fact]
    public async Task Nasty05_a_file_that_changes_while_it_is_fetched_is_fetched_again()
    {
        await using var rig = Rig("IBR");
        rig.Drop("ORD_1.csv", Order);
        var changed = false;
        rig.Hooks.After = (verb, path) =>
        {
            if (verb == "open" && !changed)
            {
                changed = true;
                rig.Drop("ORD_1.csv", Other + "A3;VISITOR;HQ\r\n");
            }

            return Task.CompletedTask;
        };
        await rig.PollAsync(2);
        Assert.True(changed);
        Assert.Empty(rig.Names("out/receipts"));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.PollAsync(3);
        Assert.True(rig.Names("out/receipts").Count == 2, string.Join("\n", rig.Log.Lines.TakeLast(12)));
        Assert.Equal(["A2", "A3"], rig.Results("ORD_1").Select(r => r["ref"]));
    }

    [Fact]
    public async Task Nasty09_a_file_replaced_after_its_answer_is_not_deleted_but_taken_as_a_new_one()
    {
        await using var rig = Rig("IBS");
        rig.Drop("ORD_1.csv", Order);
        rig.Hooks.Before = (verb, path) =>
        {
            if (verb == "delete")
            {
                rig.Hooks.Before = null;
                rig.Drop("ORD_1.csv", Other + "A3;VISITOR;HQ\r\n");
            }

            return Task.CompletedTask;
        };
        await rig.PollAsync(2);
        Assert.Equal(["ORD_1.csv"], rig.Names("in"));
        await rig.PollAsync(2);
        Assert.Empty(rig.Names("in"));
        Assert.Equal(2, rig.Results("ORD_1-2").Count);
    }

    [Fact]
    public async Task Nasty25_a_file_that_cannot_be_deleted_is_answered_once_and_its_removal_tried_again()
    {
        await using var rig = Rig("IBT");
        rig.Drop("ORD_1.csv", Order);
        rig.Hooks.Before = (verb, _) => verb == "delete"
            ? throw new RemoteFolderException(FailureReason.RemoteDenied, isTransient: false, sessionIsDead: false, "denied")
            : Task.CompletedTask;
        await rig.PollAsync(4);
        Assert.Equal(["ORD_1.csv"], rig.Names("in"));
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("out/receipts"));

        rig.Hooks.Before = null;
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.PollAsync(1);
        Assert.Empty(rig.Names("in"));
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("out/receipts"));
    }

    [Fact]
    public async Task An_answer_never_replaces_a_foreign_file_of_its_name()
    {
        await using var rig = Rig("IBU");
        rig.Drop("RCP_ORD_1.csv", "somebody else's", "out/receipts");
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync();
        Assert.Equal("somebody else's", Encoding.UTF8.GetString(rig.Bytes("out/receipts/RCP_ORD_1.csv")));
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1-2")["file_status"]);
    }

    [Fact]
    public async Task Nasty24_an_answer_that_cannot_be_written_waits_and_the_receipt_waits_with_it()
    {
        await using var rig = Rig("IBV");
        rig.Drop("ORD_1.csv", Order);
        rig.Hooks.Before = (verb, path) => verb == "publish" && path.ToString().Contains("RES_", StringComparison.Ordinal)
            ? throw new RemoteFolderException(FailureReason.RemoteFull, isTransient: true, sessionIsDead: false, "full")
            : Task.CompletedTask;
        await rig.PollAsync(2);
        Assert.Empty(rig.Names("out/receipts"));
        Assert.Equal(["ORD_1.csv"], rig.Names("in"));

        rig.Hooks.Before = null;
        await rig.PollAsync(1);
        Assert.Empty(rig.Names("out/receipts"));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.PollAsync(1);
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("out/receipts"));
        Assert.Empty(rig.Names("in"));
    }

    [Fact]
    public async Task Nasty02_a_writer_that_pauses_too_long_gets_what_was_there_answered_and_the_whole_file_after_it()
    {
        await using var rig = Rig("IBS2");
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync(2);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);

        rig.Drop("ORD_1.csv", Order + "A2;VISITOR;HQ\r\n");
        await rig.PollAsync(2);
        Assert.Equal(["UNCHANGED", "ACCEPTED"], rig.Results("ORD_1-2").Select(r => r["outcome"]));
        Assert.Equal(2L, await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{rig.Customer}'"));
    }

    [Fact]
    public async Task Nasty02_a_file_cut_short_is_refused_by_its_control_file_and_accepted_when_it_is_whole()
    {
        await using var rig = Rig("IBT2");
        rig.Drop("ORD_1.csv.ctl", "rows=2\n");
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync(2);
        Assert.Equal(("REJECTED", "F-CTL-01"), (rig.Receipt("ORD_1")["file_status"], rig.Receipt("ORD_1")["error_code"]));
        Assert.Equal(0L, await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{rig.Customer}'"));

        rig.Drop("ORD_1.csv.ctl", "rows=2\n");
        rig.Drop("ORD_1.csv", Order + "A2;VISITOR;HQ\r\n");
        await rig.PollAsync(2);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1-2")["file_status"]);
    }

    [Fact]
    public async Task Nasty07_two_equal_files_at_the_same_moment_are_one_order_and_one_duplicate()
    {
        await using var rig = Rig("IBU2");
        for (var i = 1; i <= 6; i++)
        {
            rig.Drop($"ORD_{i}.csv", Order);
        }

        await rig.PollAsync(2);
        Assert.Equal(["ACCEPTED", "DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE"],
            Enumerable.Range(1, 6).Select(i => rig.Receipt($"ORD_{i}")["file_status"]).Order(StringComparer.Ordinal));
        Assert.Equal(1L, await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{rig.Customer}'"));
        Assert.Empty(rig.Names("in"));
    }

    [Fact]
    public async Task Nasty30_only_the_inbox_itself_is_looked_at_and_not_what_is_hidden_or_lies_deeper()
    {
        await using var rig = Rig("IBV2");
        Directory.CreateDirectory(Path.Combine(rig.Area, "in/archive"));
        rig.Drop("ORD_1.csv", Order, "in/archive");
        rig.Drop(".ORD_2.csv", Order);
        rig.Drop("ORD_3.csv", Other);
        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromHours(23));
        await rig.PollAsync(2);

        Assert.Equal(["RCP_ORD_3.csv", "RES_ORD_3.csv"], rig.Names("out/receipts"));
        Assert.Equal([".ORD_2.csv"], rig.Names("in"));
        Assert.Equal(["ORD_1.csv"], rig.Names("in/archive"));
    }

    [Fact]
    public async Task Nasty39_a_file_is_opened_once_however_often_it_is_read()
    {
        await using var rig = Rig("IBW", p => p with { Orders = p.Orders with { Accept = AcceptMode.AllOrNothing } });
        rig.Drop("ORD_1.csv", Order + "A2;NOPE;HQ\r\n");
        var opened = 0;
        rig.Hooks.Before = (verb, _) =>
        {
            opened += verb == "open" ? 1 : 0;
            return Task.CompletedTask;
        };
        await rig.PollAsync(2);
        Assert.Equal("REJECTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal(1, opened);
    }

    private ExchangeRig Rig(string customer, Func<CustomerProfile, CustomerProfile>? change = null) =>
        ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next(customer), change);

    private static async Task ShellAsync(string script)
    {
        using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", script]);
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }
}
