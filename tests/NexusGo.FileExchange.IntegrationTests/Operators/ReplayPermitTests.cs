using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>A file that was answered comes once more because an operator lets it, and no card is made twice.</summary>
public sealed class ReplayPermitTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Content = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\nA2;GUEST;HQ\r\n";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("RPM", 0, false, "ACCEPTED", 2)]
    [InlineData("RPN", 8, false, "DUPLICATE", 1)]
    [InlineData("RPO", 0, true, "DUPLICATE", 1)]
    public async Task A_permit_counts_for_a_week_and_only_while_every_card_is_known(string customer, int daysLater, bool isErased,
        string status, int cards)
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next(customer));
        rig.Drop("ORD_1.csv", Content);
        await rig.PollAsync();
        Assert.Equal("PARTIAL", rig.Receipt("ORD_1")["file_status"]);
        var store = rig.Services.GetRequiredService<ReplayStore>();
        var file = (await store.FindAsync(rig.Profile.Id, "ORD_1.csv", CancellationToken.None))!;
        Assert.Equal((1, 0L), (file.RowsRejected, file.CardsGone));
        var now = rig.Clock.GetUtcNow();
        await store.PermitAsync(rig.Profile.Id, file.FileId, "a layout was missing", "anna", now, now.AddDays(7), CancellationToken.None);

        // Mended on our side. Meanwhile time goes by, or the card that was made is erased.
        var visitor = rig.Profile.Products.Single(product => product.Code == "VISITOR");
        rig.Profile = rig.Profile with { Products = [.. rig.Profile.Products, visitor with { Code = "GUEST" }] };
        rig.Clock.Advance(TimeSpan.FromDays(daysLater));
        if (isErased)
        {
            await postgres.ExecuteAsOwnerAsync(
                $"update orders.card set ref_index = null, sealed = null, erased_at = now() where customer_id = '{rig.Customer}'");
            Assert.Equal(1, (await store.FindAsync(rig.Profile.Id, $"{file.FileId}", CancellationToken.None))!.CardsGone);
        }

        rig.Drop("ORD_2.csv", Content);
        await rig.PollAsync();
        var receipt = rig.Receipt("ORD_2");
        Assert.Equal(status, receipt["file_status"]);
        Assert.Equal(status == "ACCEPTED" ? "1" : "0", receipt["rows_unchanged"]);
        Assert.Equal(cards, await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where customer_id = '{rig.Customer}'"));

        // Once more means once.
        rig.Drop("ORD_3.csv", Content);
        await rig.PollAsync();
        Assert.Equal("DUPLICATE", rig.Receipt("ORD_3")["file_status"]);
    }

    [Fact]
    public async Task The_verb_says_what_can_be_done_and_keeps_who_did_it_and_why()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        await using var worker = site.Start("w1");
        var config = Path.Combine(site.Folder, "w1");
        site.Drop("ACME", "ORD_1.csv", Content);
        await ClosedAsync(site, worker, 1);

        Assert.Equal(ExitCodes.NotFound, (await ReplayAsync(config, "ORD_9.csv", "x")).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await ReplayAsync(config, "ORD_1.csv", " ")).ExitCode);
        var permitted = await ReplayAsync(config, "ORD_1.csv", "a layout was missing");
        Assert.True(permitted.ExitCode == ExitCodes.Ok, permitted.Errors);
        Assert.Contains("the 1 refused one(s) are read anew", permitted.Output, StringComparison.Ordinal);
        Assert.Contains("reason=a layout was missing", Assert.Single(await site.QueryAsync(
            "select detail from audit.entry where action = 'REPLAY_PERMITTED'")), StringComparison.Ordinal);

        var profile = Path.Combine(site.Folder, "customers", "ACME.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(profile))!;
        var guest = json["Products"]!.AsArray().Single(one => (string)one!["Code"]! == "VISITOR")!.DeepClone();
        guest["Code"] = "GUEST";
        json["Products"]!.AsArray().Add(guest);
        json["Version"] = "with-guests";
        await File.WriteAllTextAsync(profile, json.ToJsonString());
        await Until.TrueAsync(() => worker.Output.Contains("in use, version with-guests", StringComparison.Ordinal), Longest,
            () => worker.Output);
        site.Drop("ACME", "ORD_1.csv", Content);
        await ClosedAsync(site, worker, 2);
        var receipt = site.Receipt("ACME", "ORD_1-2");
        Assert.Equal(("ACCEPTED", "1", "1"), (receipt["file_status"], receipt["rows_accepted"], receipt["rows_unchanged"]));
        Assert.Equal(["2"], await site.QueryAsync("select count(*) from orders.card"));

        var refused = await ReplayAsync(config, "ORD_1.csv", "again");
        Assert.Equal(ExitCodes.Stale, refused.ExitCode);
        Assert.Contains("nothing to do again", refused.Errors, StringComparison.Ordinal);
    }

    private static Task ClosedAsync(WorkerSite site, WorkerProcess worker, int files) => Until.TrueAsync(async () => (await site.QueryAsync(
        "select count(*) from exchange.inbound_file where state = 'CLOSED'"))[0] == $"{files}", Longest, () => worker.Output);

    private static Task<WorkerVerb> ReplayAsync(string config, string file, string reason) =>
        WorkerVerb.RunAsync("replay", "ACME", file, "--reason", reason, "--config", config);
}
