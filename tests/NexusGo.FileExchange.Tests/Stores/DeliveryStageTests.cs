using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Stores;

/// <summary>Bringing answers to an area that is full, closed or in the way, on doubles.</summary>
public sealed class DeliveryStageTests
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n";

    [Fact]
    public async Task The_receipt_comes_last_and_the_source_goes_after_it()
    {
        await using var rig = new InMemoryRig();
        var changes = new List<string>();
        rig.After = (verb, path) =>
        {
            if (verb is "publish" or "delete")
            {
                changes.Add($"{verb} {path}");
            }

            return null;
        };
        rig.Drop("/in/ORD_1.csv", Order + "B1;NOPE;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal(["publish /out/errors/ERR_ORD_1.csv", "publish /out/receipts/RES_ORD_1.csv"],
            changes[..2].Order(StringComparer.Ordinal));
        Assert.Equal(["publish /out/receipts/RCP_ORD_1.csv", "delete /in/ORD_1.csv"], changes[2..]);
    }

    [Theory]
    [InlineData("RES")]
    [InlineData("RCP")]
    public async Task What_could_not_be_delivered_is_delivered_later_and_nothing_twice(string kind)
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Order);
        rig.Before = (verb, path) => verb == "publish" && path.ToString().Contains(kind, StringComparison.Ordinal)
            ? Refused(FailureReason.RemoteFailure) : null;
        await rig.PollAsync();
        Assert.DoesNotContain("RCP_ORD_1.csv", rig.Names("/out/receipts/"));
        Assert.Equal(["ORD_1.csv"], rig.Names("/in/"));

        rig.Before = null;
        await rig.PollAsync(1);
        Assert.DoesNotContain("RCP_ORD_1.csv", rig.Names("/out/receipts/"));
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await rig.PollAsync(1);
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("/out/receipts/"));
        Assert.Empty(rig.Names("/in/"));
        Assert.Single(rig.Exchange.Cards);
    }

    [Fact]
    public async Task An_answer_that_was_written_although_the_server_said_no_is_found_and_not_written_again()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Order);
        rig.After = (verb, _) =>
        {
            rig.After = verb == "publish" ? null : rig.After;
            return verb == "publish" ? Refused(FailureReason.RemoteFailure) : null;
        };
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await rig.PollAsync();
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("/out/receipts/"));
    }

    [Fact]
    public async Task A_foreign_file_in_the_place_of_an_answer_stays_and_the_answer_gets_another_name()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/out/receipts/RES_ORD_1.csv", "somebody's own");
        rig.Drop("/in/ORD_1.csv", Order);
        await rig.PollAsync();
        Assert.Equal("somebody's own", System.Text.Encoding.UTF8.GetString(rig.Area.Get("/out/receipts/RES_ORD_1.csv")!));
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1-2.csv", "RES_ORD_1.csv"], rig.Names("/out/receipts/"));
    }

    [Theory]
    [InlineData(FailureReason.RemoteFull, 1)]
    [InlineData(FailureReason.RemoteFailure, 2)]
    public async Task A_full_area_is_found_out_by_one_report_for_the_others(FailureReason reason, int attempts)
    {
        // One file only: answers of several files are brought side by side, and how many begin before the first one fails is chance.
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Order + "B1;NOPE;HQ\r\n");
        rig.Before = (verb, _) => verb == "publish" ? Refused(FailureReason.RemoteContentChanged) : null;
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        var tried = 0;
        rig.Before = (verb, _) =>
        {
            tried += verb == "publish" ? 1 : 0;
            return verb == "publish" ? Refused(reason) : null;
        };
        await rig.PollAsync(1);
        Assert.Equal(attempts, tried);
    }

    [Theory]
    [InlineData(FailureReason.RemoteFolderMissing, true)]
    [InlineData(FailureReason.RemoteDenied, true)]
    [InlineData(FailureReason.RemoteFull, true)]
    [InlineData(FailureReason.RemoteFailure, false)]
    public async Task Nasty72_a_folder_that_takes_nothing_is_told_once_an_hour_and_all_is_delivered_soon_after_it_was_mended(
        FailureReason reason, bool endIsTold)
    {
        await using var rig = new InMemoryRig();
        for (var file = 1; file <= 60; file++)
        {
            rig.Drop($"/in/ORD_{file}.csv", Order.Replace("A1", $"A{file}", StringComparison.Ordinal));
        }

        rig.Before = (verb, path) => verb == "publish" ? Refused(reason) : null;
        for (var look = 0; look < 3 * 360; look++)
        {
            await rig.PollAsync(1);
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(3, rig.Log.Lines.Count(line => line.Contains(" 5001 ", StringComparison.Ordinal)));
        Assert.Contains(rig.Log.Lines, line => line.Contains("reports could not be delivered to /out/receipts", StringComparison.Ordinal));
        rig.Before = null;
        for (var seconds = 0; seconds < 30; seconds += 10)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
            await rig.PollAsync(1);
        }

        Assert.Equal(120, rig.Names("/out/receipts/").Count);
        Assert.Empty(rig.Names("/in/"));
        Assert.Equal(endIsTold ? 1 : 0, rig.Log.Lines.Count(line => line.Contains(" 5016 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Files_that_cannot_be_removed_are_tried_less_and_less_often_and_told_once_an_hour()
    {
        await using var rig = new InMemoryRig();
        for (var file = 1; file <= 20; file++)
        {
            rig.Drop($"/in/ORD_{file}.csv", Order.Replace("A1", $"A{file}", StringComparison.Ordinal));
        }

        var tried = 0;
        rig.Before = (verb, path) =>
        {
            var removes = verb == "delete" && path.ToString().StartsWith("/in/", StringComparison.Ordinal);
            tried += removes ? 1 : 0;
            return removes ? Refused(FailureReason.RemoteDenied) : null;
        };
        for (var look = 0; look < 4 * 360; look++)
        {
            await rig.PollAsync(1);
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(4, rig.Log.Lines.Count(line => line.Contains(" 2009 ", StringComparison.Ordinal)));
        Assert.InRange(tried, 20 * 8, 20 * 13);
        Assert.Equal(40, rig.Names("/out/receipts/").Count);
        rig.Before = null;
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.PollAsync(1);
        Assert.Empty(rig.Names("/in/"));
    }

    private static RemoteFolderException Refused(FailureReason reason) => new(reason, isTransient: true, sessionIsDead: false, "no");
}
