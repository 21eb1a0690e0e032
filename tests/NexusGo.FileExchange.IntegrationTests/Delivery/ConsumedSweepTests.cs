using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Delivery;

/// <summary>How a customer is done with a delivered file, and what the sweep makes of it, on a real sftp-server and PostgreSQL.</summary>
public sealed class ConsumedSweepTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n";
    private const string Receipt = "out/receipts/RCP_ORD_1.csv";
    private const string Results = "out/receipts/RES_ORD_1.csv";

    [Theory]
    [InlineData("MOVED", "CSA")]
    [InlineData("DONE_FILE", "CSB")]
    [InlineData("REQUEST", "CSC")]
    [InlineData("ERASED", "CST")]
    [InlineData("MAX_AGE", "CSD")]
    public async Task A_consumed_file_is_removed_and_the_ledger_tells_the_whole_way(string signal, string customer)
    {
        await using var rig = await DeliveredAsync(customer);
        await rig.SweepAsync();
        Assert.Equal("seen", await StateAsync(rig, "RCP"));

        switch (signal)
        {
            case "MOVED":
                Move(rig, Receipt, "out/consumed/RCP_ORD_1.csv");
                break;
            case "DONE_FILE":
                rig.Drop("RCP_ORD_1.csv.done", "", "out/receipts");
                break;
            case "REQUEST" or "ERASED":
                // As a request or an erasure leaves it.
                await postgres.ExecuteAsOwnerAsync($"update exchange.pending_report set consumed_at = delivered_at, consumed_signal = "
                    + $"'{signal}' where customer_id = '{customer}' and kind = 'RCP'");
                break;
            case "MAX_AGE":
                rig.Clock.Advance(TimeSpan.FromDays(30));
                break;
        }

        await rig.SweepAsync();

        Assert.Equal(signal == "MAX_AGE" ? [] : ["RES_ORD_1.csv"], rig.Names("out/receipts"));
        Assert.Empty(rig.Names("out/consumed"));
        Assert.Equal("deleted", await StateAsync(rig, "RCP"));
        Assert.Equal(signal, await ColumnAsync<string>(rig, "consumed_signal"));
        Assert.True(await ColumnAsync<bool>(rig,
            "delivered_at <= seen_at and seen_at <= delete_intended_at and delete_intended_at <= deleted_at"));
        Assert.Equal(signal == "MAX_AGE" ? "deleted" : "seen", await StateAsync(rig, "RES"));
    }

    [Fact]
    public async Task Nasty27_a_file_missing_from_one_listing_is_not_deleted_and_one_that_comes_back_was_not_either()
    {
        await using var rig = await DeliveredAsync("CSE");
        await rig.SweepAsync();
        Move(rig, Receipt, "elsewhere.csv");
        await rig.SweepAsync();
        Assert.Equal("seen", await StateAsync(rig, "RCP"));

        rig.Clock.Advance(TimeSpan.FromMinutes(59));
        await rig.SweepAsync();
        Assert.Equal("seen", await StateAsync(rig, "RCP"));
        Move(rig, "elsewhere.csv", Receipt);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SweepAsync();
        Assert.Equal(0, await ColumnAsync<short>(rig, "missing_looks"));

        File.Delete(Path.Combine(rig.Area, Receipt));
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.SweepAsync();
        Assert.Equal(("deleted", "DELETED"), (await StateAsync(rig, "RCP"), await ColumnAsync<string>(rig, "consumed_signal")));
    }

    [Fact]
    public async Task Nasty27_a_listing_that_breaks_off_or_leaves_names_out_deletes_nothing()
    {
        await using var rig = await DeliveredAsync("CSF");
        rig.Hooks.Before = (verb, _) => verb == "list"
            ? throw new RemoteFolderException(FailureReason.RemoteFailure, true, false, "broken off") : Task.CompletedTask;
        for (var i = 0; i < 5; i++)
        {
            rig.Clock.Advance(TimeSpan.FromHours(2));
            await rig.SweepAsync();
        }

        Assert.Equal(0, await ColumnAsync<short>(rig, "missing_looks"));
        Assert.Contains(rig.Log.Lines, line => line.StartsWith("Warning 5605", StringComparison.Ordinal));

        // Away while it is listed, there when it is asked for by itself.
        rig.Hooks.Before = (verb, path) =>
        {
            if (verb == "list" && path.ToString() == "/out/receipts/")
            {
                Move(rig, Receipt, "elsewhere.csv");
            }
            else if (File.Exists(Path.Combine(rig.Area, "elsewhere.csv")) && path.ToString() != "/out/receipts/")
            {
                Move(rig, "elsewhere.csv", Receipt);
            }

            return Task.CompletedTask;
        };
        for (var i = 0; i < 3; i++)
        {
            rig.Clock.Advance(TimeSpan.FromHours(2));
            await rig.SweepAsync();
        }

        rig.Hooks.Before = null;
        Assert.Equal("published", await StateAsync(rig, "RCP"));
        Assert.True(await ColumnAsync<short>(rig, "missing_looks") >= 1);
        Assert.Contains("RCP_ORD_1.csv", rig.Names("out/receipts"));
    }

    [Theory]
    [InlineData("same size", "CSG")]
    [InlineData("longer", "CSH")]
    [InlineData("link", "CSI")]
    [InlineData("folder", "CSJ")]
    [InlineData("moved and changed", "CSK")]
    public async Task What_is_not_what_we_delivered_stays_and_is_told_of_once(string what, string customer)
    {
        await using var rig = await DeliveredAsync(customer);
        var path = Path.Combine(rig.Area, Receipt);
        var bytes = await File.ReadAllBytesAsync(path);
        if (what == "moved and changed")
        {
            Move(rig, Receipt, "out/consumed/RCP_ORD_1.csv");
            path = Path.Combine(rig.Area, "out/consumed/RCP_ORD_1.csv");
        }

        switch (what)
        {
            case "same size" or "moved and changed":
                bytes[^3] ^= 1;
                await File.WriteAllBytesAsync(path, bytes);
                break;
            case "longer":
                await File.WriteAllBytesAsync(path, [.. bytes, .. "more"u8]);
                break;
            case "link":
                File.Move(path, Path.Combine(rig.Area, "elsewhere.csv"));
                File.CreateSymbolicLink(path, Path.Combine(rig.Area, "elsewhere.csv"));
                break;
            case "folder":
                File.Delete(path);
                Directory.CreateDirectory(path);
                break;
        }

        rig.Clock.Advance(TimeSpan.FromDays(31));
        var reads = 0;
        rig.Hooks.Before = (verb, read) =>
        {
            reads += verb == "open" && read.ToString().Contains("RCP", StringComparison.Ordinal) ? 1 : 0;
            return Task.CompletedTask;
        };
        await rig.SweepAsync(3);

        Assert.True(what == "folder" ? Directory.Exists(path) : File.Exists(path));
        Assert.True(what != "link" || File.Exists(Path.Combine(rig.Area, "elsewhere.csv")));
        Assert.Equal("consumed", await StateAsync(rig, "RCP"));
        Assert.Single(rig.Log.Lines, line => line.StartsWith("Warning 5603", StringComparison.Ordinal));
        Assert.True(reads <= 1, "a changed file is not read again and again");
        Assert.Equal("deleted", await StateAsync(rig, "RES"));

        if (what == "folder")
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }

        await rig.SweepAsync();
        Assert.Equal("deleted", await StateAsync(rig, "RCP"));
    }

    [Fact]
    public async Task Foreign_files_are_never_touched()
    {
        await using var rig = await DeliveredAsync("CSL");
        rig.Drop("RCP_ORD_9.csv", "not ours", "out/receipts");
        rig.Drop("RCP_ORD_9.csv.done", "", "out/receipts");
        rig.Drop("holiday.xlsx", "not ours", "out/consumed");
        rig.Clock.Advance(TimeSpan.FromDays(400));
        await rig.SweepAsync(2);

        Assert.Equal(["RCP_ORD_9.csv", "RCP_ORD_9.csv.done"], rig.Names("out/receipts"));
        Assert.Equal(["holiday.xlsx"], rig.Names("out/consumed"));
    }

    [Fact]
    public async Task The_production_partners_batches_are_swept_too_also_without_a_folder_to_move_them_to()
    {
        await using var rig = await DeliveredAsync("CSU");
        var partner = new PartnerRig(rig);
        await partner.MakeBatchesAsync();
        var batch = Assert.Single(partner.Batches);
        var sweep = rig.Services.GetRequiredService<IConsumedSweep>();
        await sweep.RunAsync(partner.Profile.AsArea(), CancellationToken.None);
        File.Delete(Path.Combine(partner.Area, "out/batches", batch));
        for (var i = 0; i < 2; i++)
        {
            await sweep.RunAsync(partner.Profile.AsArea(), CancellationToken.None);
            rig.Clock.Advance(TimeSpan.FromHours(1));
        }

        await sweep.RunAsync(partner.Profile.AsArea(), CancellationToken.None);
        Assert.True(await postgres.QueryAsOwnerAsync<bool>("select seen_at is not null and deleted_at is not null and consumed_signal = "
            + "'DELETED' from exchange.pending_report where kind = 'PRD'"));
        rig.Clock.Advance(TimeSpan.FromDays(30));
        await sweep.RunAsync(partner.Profile.AsArea(), CancellationToken.None);
        Assert.True(await postgres.QueryAsOwnerAsync<bool>("select purged_at is not null from exchange.pending_report where kind = 'PRD'"));
    }

    [Fact]
    public async Task The_servers_times_decide_nothing()
    {
        await using var rig = await DeliveredAsync("CSM");
        foreach (var file in new[] { Receipt, Results })
        {
            File.SetLastAccessTimeUtc(Path.Combine(rig.Area, file), DateTime.UnixEpoch);
            File.SetLastWriteTimeUtc(Path.Combine(rig.Area, file), DateTime.UnixEpoch);
        }

        rig.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        await rig.SweepAsync();
        Assert.Equal(2, rig.Names("out/receipts").Count);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SweepAsync();
        Assert.Empty(rig.Names("out/receipts"));
    }

    [Fact]
    public async Task An_uncollected_file_is_told_of_once_a_week_before_its_end_and_shows_in_a_metric()
    {
        await using var rig = await DeliveredAsync("CSN");
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) =>
            { if (instrument.Meter.Name == Meters.Name) { l.EnableMeasurementEvents(instrument); } } };
        var measured = new List<string>();
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var of = tags.ToArray();
            if (of.Any(tag => tag is { Key: "customer", Value: "CSN" }))
            {
                lock (measured)
                {
                    var others = of.Where(tag => tag.Key != "customer").Select(tag => tag.Value);
                    measured.Add($"{instrument.Name} {value} {string.Join(',', others)}".Trim());
                }
            }
        });
        listener.Start();

        rig.Clock.Advance(TimeSpan.FromDays(23) - TimeSpan.FromMinutes(1));
        await rig.SweepAsync();
        Assert.DoesNotContain(rig.Log.Lines, line => line.StartsWith("Warning 5602", StringComparison.Ordinal));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SweepAsync(2);
        Assert.Contains("2 delivered file(s)",
            Assert.Single(rig.Log.Lines, line => line.StartsWith("Warning 5602", StringComparison.Ordinal)), StringComparison.Ordinal);
        rig.Clock.Advance(TimeSpan.FromDays(7));
        await rig.SweepAsync(2);

        measured.RemoveAll(one => one.StartsWith("nexusgo.reports.waiting", StringComparison.Ordinal));
        Assert.Equal(["nexusgo.reports.uncollected 0", "nexusgo.reports.uncollected 2", "nexusgo.reports.uncollected 2",
            "nexusgo.reports.purged 2", "nexusgo.reports.uncollected 0",
            "nexusgo.reports.consumed 2 MAX_AGE", "nexusgo.reports.swept 2", "nexusgo.reports.uncollected 0"], measured);
    }

    [Fact]
    public async Task Nasty25_and_61_a_file_that_cannot_be_removed_keeps_no_other_from_it_and_is_tried_again()
    {
        await using var rig = await DeliveredAsync("CSO");
        rig.Clock.Advance(TimeSpan.FromDays(30));
        rig.Hooks.Before = (verb, path) => verb == "delete" && path.ToString().Contains("RCP", StringComparison.Ordinal)
            ? throw new RemoteFolderException(FailureReason.RemoteDenied, false, false, "no") : Task.CompletedTask;
        await rig.SweepAsync();
        Assert.Equal(["RCP_ORD_1.csv"], rig.Names("out/receipts"));
        Assert.Equal(("consumed", "RemoteDenied"), (await StateAsync(rig, "RCP"), await ColumnAsync<string>(rig, "last_problem")));
        Assert.Contains(rig.Log.Lines, line => line.StartsWith("Warning 5604", StringComparison.Ordinal));

        rig.Hooks.Before = null;
        await rig.SweepAsync();
        Assert.Equal("deleted", await StateAsync(rig, "RCP"));
    }

    [Fact]
    public async Task Nasty18_a_removal_that_the_server_did_but_said_otherwise_of_is_found_done()
    {
        await using var rig = await DeliveredAsync("CSP");
        rig.Clock.Advance(TimeSpan.FromDays(30));
        rig.Hooks.After = (verb, _) => verb == "delete" ? throw new RemoteFolderException(FailureReason.RemoteFailure, true, false, "lost")
            : Task.CompletedTask;
        await rig.SweepAsync();
        Assert.Empty(rig.Names("out/receipts"));
        Assert.Equal("consumed", await StateAsync(rig, "RCP"));
        rig.Hooks.After = null;
        await rig.SweepAsync();
        Assert.Equal("deleted", await StateAsync(rig, "RCP"));
    }

    [Fact]
    public async Task A_file_that_changes_between_the_reading_and_the_removal_stays()
    {
        await using var rig = await DeliveredAsync("CSQ");
        rig.Clock.Advance(TimeSpan.FromDays(30));
        rig.Hooks.Before = (verb, path) =>
        {
            if (verb == "delete" && path.ToString().Contains("RCP", StringComparison.Ordinal))
            {
                File.WriteAllText(Path.Combine(rig.Area, Receipt), "the customer's notes");
            }

            return Task.CompletedTask;
        };
        await rig.SweepAsync(2);
        Assert.Equal("the customer's notes", await File.ReadAllTextAsync(Path.Combine(rig.Area, Receipt)));
    }

    [Fact]
    public async Task Our_own_copies_go_after_their_time_and_the_ledger_stays()
    {
        await using var rig = await DeliveredAsync("CSR",
            p => p with { Consumed = new ConsumedSettings { MaxAge = TimeSpan.FromDays(90) } });
        rig.Clock.Advance(TimeSpan.FromDays(29.9));
        await rig.SweepAsync();
        Assert.Equal(2L, await postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.sealed_block where customer_id = 'CSR'"));
        rig.Clock.Advance(TimeSpan.FromDays(0.2));
        await rig.SweepAsync();
        Assert.Equal(0L, await postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.sealed_block where customer_id = 'CSR'"));
        Assert.True(await ColumnAsync<bool>(rig, "purged_at is not null and wrapped_key = '' and length(sha256) = 32"));

        // The customer's file is known by the ledger alone.
        rig.Clock.Advance(TimeSpan.FromDays(60));
        await rig.SweepAsync();
        Assert.Empty(rig.Names("out/receipts"));
    }

    [Fact]
    public async Task What_waits_for_delivery_keeps_its_bytes_however_long()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("CSS"));
        rig.Hooks.Before = (verb, _) => verb == "publish" ? throw new RemoteFolderException(FailureReason.RemoteFull, true, false, "full")
            : Task.CompletedTask;
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromDays(60));
        await rig.SweepAsync();
        rig.Hooks.Before = null;
        await rig.PollAsync(3);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    private async Task<ExchangeRig> DeliveredAsync(string customer, Func<CustomerProfile, CustomerProfile>? change = null)
    {
        var rig = ExchangeRig.Create(postgres.ConnectionString, customer, change);
        rig.Drop("ORD_1.csv", Order);
        await rig.PollAsync();
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("out/receipts"));
        Assert.Equal("published", await StateAsync(rig, "RCP"));
        return rig;
    }

    private static void Move(ExchangeRig rig, string from, string to) =>
        File.Move(Path.Combine(rig.Area, from), Path.Combine(rig.Area, to));

    private async Task<string> StateAsync(ExchangeRig rig, string kind) => (await postgres.QueryAsOwnerAsync<string>($"""
        select case when deleted_at is not null then 'deleted' when consumed_at is not null then 'consumed' when seen_at is not null
            then 'seen' when delivered_at is not null then 'published' end
        from exchange.pending_report where customer_id = '{rig.Profile.CustomerId}' and kind = '{kind}'
        """))!;

    private Task<T?> ColumnAsync<T>(ExchangeRig rig, string expression) =>
        postgres.QueryAsOwnerAsync<T>(
            $"select {expression} from exchange.pending_report where customer_id = '{rig.Profile.CustomerId}' and kind = 'RCP'");
}
