using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.Testing.Simulation.Differential;

/// <summary>
/// Plays the plan of one seed, without faults, in one world: round after round, by a clock that moves between them. What is played depends
/// on the plan and on what the areas show, so both worlds see the same as long as they answer the same.
/// </summary>
internal sealed partial class PlayedHistory(SimulationPlan plan, PlayedWorld world)
{
    private const int MostRounds = 60;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);
    private static readonly string[] Life = ["IN_PRODUCTION", "PRODUCED", "SHIPPED", "DELIVERED", "INVOICED"];

    private readonly SortedDictionary<string, byte[]> published = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> nameOfCard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> told = new(StringComparer.Ordinal);
    private readonly List<(TimeSpan At, Action Happens)> waiting = [];
    private readonly HashSet<string> dropped = [];
    private int eventFiles;

    /// <summary>What the areas showed, line by line, without what is random: ids, numbers of cards and orders.</summary>
    public async Task<IReadOnlyList<string>> PlayAsync()
    {
        foreach (var step in plan.Steps.Where(step => step.Act < CustomerAct.Hold))
        {
            waiting.Add((step.At, () => Act(step)));
        }

        var quiet = 0;
        for (var round = 1; round <= MostRounds && quiet < 5; round++)
        {
            var before = (world.Areas.Sum(area => area.Files.Count), published.Count, told.Values.Sum(), waiting.Count);
            await WorkAsync(round);
            var now = Round * round;
            foreach (var due in waiting.Where(one => one.At <= now).OrderBy(one => one.At).ToList())
            {
                waiting.Remove(due);
                due.Happens();
            }

            PartnerActs(round);
            world.Clock.Advance(Round);
            var after = (world.Areas.Sum(area => area.Files.Count), published.Count, told.Values.Sum(), waiting.Count);
            quiet = waiting.Count == 0 && before == after ? quiet + 1 : 0;
        }

        return Outcome();
    }

    private async Task WorkAsync(int round)
    {
        var (services, partner) = (world.Services, SimulatedPartner.Production);
        foreach (var profile in world.Profiles)
        {
            await services.GetRequiredService<IPickUp>().RunAsync(profile, default);
            if (round % 3 == 0)
            {
                await services.GetRequiredService<IConsumedSweep>().RunAsync(profile, default);
            }
        }

        foreach (var customer in world.Profiles.SkipLast(1))
        {
            await services.GetRequiredService<ProductionBatches>().MakeAsync(partner, customer, default);
            if (round % 2 == 0)
            {
                await services.GetRequiredService<IBackReports>().MakeAsync(customer, default);
                await services.GetRequiredService<IScheduledErasures>().RunAsync(customer, default);
            }
        }

        for (var number = 0; number < world.Areas.Count; number++)
        {
            foreach (var path in Answers(number))
            {
                published.TryAdd($"{number}{path}", world.Areas[number].Get(path)!);
            }
        }

        NameCards();
    }

    private List<string> Answers(int area) => [.. world.Areas[area].Files.Where(path =>
        path.StartsWith("/out/", StringComparison.Ordinal) && !path.StartsWith("/out/consumed/", StringComparison.Ordinal)
        && !path.EndsWith(".done", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))];

    private void Put(int area, string path, byte[] content) => world.Areas[area].Put(path, content, world.Clock.GetUtcNow());

    private void Act(CustomerStep step)
    {
        var (area, now) = (world.Areas[step.Customer], world.Clock.GetUtcNow() - SimulationWorld.Start);
        switch (step.Act)
        {
            case CustomerAct.SlowOrder:
                Put(step.Customer, "/in/" + step.Name, step.Content[..(step.Content.Length / 2)]);
                waiting.Add((now + Round, () => Drop(step, step.Name)));
                break;
            case CustomerAct.Order or CustomerAct.OrderAgain or CustomerAct.Cancel or CustomerAct.Erase:
                Drop(step, step.Name);
                break;
            case CustomerAct.NameAgain or CustomerAct.Replace:
                var name = plan.Steps.First(other => other.Number == step.Other).Name;
                var there = area.Get("/in/" + name);
                if (there is null ? dropped.Contains(name) : step.Act == CustomerAct.Replace && there.Length != step.Content.Length)
                {
                    Drop(step, name);
                }
                else if (there is null || step.Act == CustomerAct.NameAgain)
                {
                    waiting.Add((now + Round, () => Act(step)));
                }

                break;
            default:
                Consume(step);
                break;
        }
    }

    private void Drop(CustomerStep step, string name)
    {
        dropped.Add(name);
        Put(step.Customer, "/in/" + name, step.Content);
    }

    private void Consume(CustomerStep step)
    {
        var area = world.Areas[step.Customer];
        foreach (var path in Answers(step.Customer))
        {
            if (step.Act == CustomerAct.MarkAnswers)
            {
                Put(step.Customer, path + ".done", []);
                continue;
            }

            if (step.Act == CustomerAct.MoveAnswers)
            {
                Put(step.Customer, "/out/consumed/" + path[(path.LastIndexOf('/') + 1)..], area.Get(path)!);
            }

            area.Remove(path);
        }
    }

    /// <summary>Takes batches and tells the next step of about half of the cards.</summary>
    private void PartnerActs(int round)
    {
        var number = world.Areas.Count - 1;
        foreach (var path in Answers(number).Where(path => path.StartsWith("/out/batches/", StringComparison.Ordinal)).ToList())
        {
            foreach (var card in Cards(world.Areas[number].Get(path)!))
            {
                told.TryAdd(card["card_no"], 0);
            }

            world.Areas[number].Remove(path);
        }

        var (chance, lines) = (Chance.Of(plan.Seed).For("partner").For(round), new StringBuilder());
        foreach (var (card, steps) in told.Where(one => one.Value < Life.Length)
            .OrderBy(one => nameOfCard[one.Key], StringComparer.Ordinal).ToList())
        {
            if (chance.For(nameOfCard[card]).Happens(0.6))
            {
                lines.Append(CultureInfo.InvariantCulture,
                    $"{Life[steps]}-{card};{world.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ};{card};{Life[steps]};;;;;;;;;\r\n");
                told[card] = steps + 1;
            }
        }

        if (lines.Length > 0)
        {
            Put(number, string.Create(CultureInfo.InvariantCulture, $"/in/EVT_{++eventFiles:000000}.csv"),
                Encoding.UTF8.GetBytes(PartnerRig.EventHeader + lines));
        }
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Cards(byte[] batch)
    {
        using var zip = new ZipArchive(new MemoryStream(batch));
        using var cards = zip.GetEntry("cards.csv")!.Open();
        using var bytes = new MemoryStream();
        cards.CopyTo(bytes);
        return AnswerFile.Read(bytes.ToArray());
    }

    /// <summary>Cards are told apart by the customers' own references.</summary>
    private void NameCards()
    {
        foreach (var results in published.Where(one => one.Key.Contains("/RES_ORD", StringComparison.Ordinal)).Select(one => one.Value))
        {
            foreach (var line in AnswerFile.Read(results).Where(line => line.GetValueOrDefault("outcome") == "ACCEPTED"))
            {
                nameOfCard[line["card_no"]] = line["ref"];
            }
        }
    }

    private List<string> Outcome()
    {
        var outcome = new List<string>();
        foreach (var (path, content) in published)
        {
            var lines = path.EndsWith(".zip", StringComparison.Ordinal) ? Cards(content) : AnswerFile.Read(content);
            outcome.AddRange(lines.Select(line =>
                path + ": " + string.Join(";", line.Select(field => Told(path, field)))).Order(StringComparer.Ordinal));
        }

        foreach (var (area, number) in world.Areas.Select((area, number) => (area, number)))
        {
            outcome.AddRange(area.Files.Select(path => $"{number}{path} is left"));
        }

        return outcome;
    }

    /// <summary>A value without what differs between two runs.</summary>
    private string Told(string path, KeyValuePair<string, string> field) => field.Key switch
    {
        // The partner's files name cards by their numbers.
        "sha256" when path.Contains("/RCP_EVT", StringComparison.Ordinal) => "sha256=*",
        "event_id" when field.Value.Length == 36 => "event_id=*",

        // The last line of a back-report: the hash of everything before it, ids included.
        "event_time" when field.Value.Length == 64 => "event_time=*",
        "order_no" when field.Value.Length > 0 => "order_no=*",
        _ => $"{field.Key}={Number().Replace(field.Value, found => nameOfCard.GetValueOrDefault(found.Value, found.Value))}",
    };

    [GeneratedRegex("[0-9]{6,}")]
    private static partial Regex Number();
}
