using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>
/// Whatever customers ask of their orders and cards, back-reports tell it: a customer that keeps nothing else knows every card's present
/// status.
/// </summary>
public sealed class RequestReplayTests(OpenPgpJourneyLab lab) : CardTests, IClassFixture<OpenPgpJourneyLab>
{
    private static readonly string[] Events = ["IN_PRODUCTION", "PRODUCED", "PRODUCED", "SHIPPED", "SHIPPED", "DELIVERED", "RETURNED",
        "FAILED", "INVOICED"];
    private static readonly string[] Asked = ["CANCEL", "BLOCK", "BLOCK", "UNBLOCK", "TERMINATE", "DELIVERED"];

    private readonly List<IReadOnlyDictionary<string, string>> told = [];

    protected override ExchangeRig CreateRig(string connectionString) => lab.Rig(connectionString, "RRP", p => p with
    {
        Orders = p.Orders with { Approval = ApprovalMode.FourEyes },
        People = [.. p.People.Select(one => one.Id == "pat" ? one with { Rights = [PersonRight.Order, PersonRight.Block] } : one)],
    });

    [Fact]
    public async Task Replaying_all_back_reports_rebuilds_every_cards_status()
    {
        const int seed = 20261122;
        var random = new Random(seed);
        var number = 0;
        for (var round = 0; round < 6; round++)
        {
            Rig.Drop($"ORD_{round}.csv.pgp",
                lab.Seal(System.Text.Encoding.UTF8.GetString(OrderFileGenerator.Bytes(20, new OrderFileOptions(FirstRow: round * 20)))));
            await Rig.PollAsync();
            if (round % 2 == 0)
            {
                // Some orders are first told of while they wait, others when they have been decided about.
                await TellAsync();
            }

            await AskAsync($"REQ_four_{round}", lab.Robin,
                $"four{round};{(round == 2 ? "DECLINE" : "APPROVE")};FILE;ORD_{round}.csv.pgp;;;");
            await Partner.MakeBatchesAsync();
            var cards = (await NumbersAsync()).ToArray();
            await Partner.TellAsync($"EVT_{round}.csv", Enumerable.Range(0, 150).Select(i => string.Create(CultureInfo.InvariantCulture,
                $"e{++number};{Rig.Clock.GetUtcNow().AddSeconds((i / 2) - 60):yyyy-MM-ddTHH:mm:ssZ};{random.GetItems(cards, 1)[0]};"
                + $"{random.GetItems(Events, 1)[0]};;;;;;;;;")));
            await AskAsync($"REQ_{round}", lab.Pat, Enumerable.Range(0, 60)
                .Select(_ => $"r{++number};{random.GetItems(Asked, 1)[0]};CARD_NO;{random.GetItems(cards, 1)[0]};;;"));
            Rig.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 60)));
        }

        await TellAsync();
        var replayed = told.Where(line => line["record_type"] == "D").GroupBy(line => line["card_no"])
            .ToDictionary(card => card.Key, card => card.Last() is var last ? $"{last["status"]} {last["card_state"]}" : "");
        var present = (await Postgres.QueryAsOwnerAsync<string[]>(
            "select array_agg(card_no || ' ' || status || ' ' || card_state) from orders.card"))!;
        Assert.Equal(present.Order(), replayed.Select(card => $"{card.Key} {card.Value}").Order());
        Assert.All(new[] { "CANCELLED NONE", "BLOCKED", "TERMINATED", "DELIVERED", "ACCEPTED" },
            words => Assert.Contains(told, line => $"{line["status"]} {line["card_state"]}".Contains(words, StringComparison.Ordinal)));
        Assert.Equal(20, told.Count(line => line["status"] == "ON_HOLD" && line["event_time"] == told[0]["event_time"]));

        // Also by the times in the lines, for a reader that mixes the files.
        var byTime = told.Where(line => line["record_type"] == "D").OrderBy(line => line["event_time"], StringComparer.Ordinal)
            .ThenBy(line => line["event_id"], StringComparer.Ordinal)
            .GroupBy(line => line["card_no"]).Select(card => $"{card.Key} {card.Last()["status"]} {card.Last()["card_state"]}");
        Assert.Equal(present.Order(), byTime.Order());

        // Asked for again, the very same events come back, beside the series.
        await AskAsync("REQ_full", lab.Pat, "full;REPORT;FULL;;;;");
        Assert.Equal("DONE", Assert.Single(Rig.Results("REQ_full"))["outcome"]);
        var repeat = Rig.Answer("out/reports/"
            + Assert.Single(Rig.Names("out/reports"), name => name.EndsWith("_R000001.csv", StringComparison.Ordinal)));
        Assert.Equal(told.Where(line => line["record_type"] == "D").Select(Told).Order(), repeat.SkipLast(1).Select(Told).Order());
        Assert.Equal(("R000001", ""), (repeat[^1]["order_no"], repeat[^1]["customer_ref"]));
    }

    private static string Told(IReadOnlyDictionary<string, string> line) =>
        string.Join(' ', line["event_id"], line["event_time"], line["card_no"], line["status"], line["card_state"], line["reason_code"]);

    private async Task TellAsync() => told.AddRange(await Partner.BackReportAsync() ?? []);

    private async Task<IReadOnlyList<string>> NumbersAsync() =>
        (await Postgres.QueryAsOwnerAsync<string[]>(
            "select array_agg(card_no::text order by card_no) from orders.card where card_no is not null"))!;

    private async Task AskAsync(string name, OpenPgpCertificate signer, params IEnumerable<string> rows)
    {
        Rig.Drop($"{name}.csv.pgp", lab.Seal(Asking.File(rows.Select(Rig.WithChecksum)), signer));
        await Rig.PollAsync(3);
        Assert.NotEqual("", Rig.Receipt(name)["file_status"]);
    }
}
