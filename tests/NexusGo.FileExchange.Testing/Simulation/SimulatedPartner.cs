using System.Globalization;
using System.IO.Compression;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>The production partner: takes batches, makes the cards one step after the other, and tells of it, sometimes twice.</summary>
internal sealed class SimulatedPartner : SimulatedArea
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly string[] Life = ["IN_PRODUCTION", "PRODUCED", "SHIPPED", "DELIVERED", "INVOICED"];

    private readonly Dictionary<string, string> batchOfCard = [];
    private readonly Dictionary<string, int> told = [];
    private string lastLines = "";
    private int files;

    public SimulatedPartner(SimulationWorld world, TimeProvider server)
        : base(world, Production.AsArea(), server)
    {
    }

    public static string Id => Production.AsArea().CustomerId;

    /// <summary>The agreement with it.</summary>
    public static ProductionProfile Production { get; } = new()
    {
        Intake = new IntakeSettings { StableFor = TimeSpan.FromSeconds(5), PollInterval = TimeSpan.FromSeconds(10) },
        Pgp = new PgpSettings { Encryption = PgpMode.None, Signature = SignatureMode.Optional },
        Consumed = new ConsumedSettings { SweepInterval = TimeSpan.FromSeconds(40), MissingFor = TimeSpan.FromSeconds(30) },
    };

    /// <summary>Whether it was given all cards, and all are made and told of.</summary>
    public bool IsDone => told.Count == World.Exchange.Cards.Count(card => !World.Exchange.IsCancelled(card))
        && told.Values.All(steps => steps == Life.Length);

    /// <summary>Whether the card was in a batch that it took.</summary>
    public bool Has(long cardNo) => batchOfCard.ContainsKey(cardNo.ToString(CultureInfo.InvariantCulture));

    public void Start() => World.Loop.After(Pause, Tick);

    private void Tick()
    {
        foreach (var path in Answers.Where(path => path.StartsWith("/out/batches/", StringComparison.Ordinal)).ToList())
        {
            Take(path);
        }

        Tell();
        World.Loop.After(Pause, Tick);
    }

    private void Take(string path)
    {
        using var zip = new ZipArchive(new MemoryStream(Area.Get(path)!));
        using var cards = zip.GetEntry("cards.csv")!.Open();
        using var bytes = new MemoryStream();
        cards.CopyTo(bytes);
        foreach (var line in AnswerFile.Read(bytes.ToArray()))
        {
            if (!batchOfCard.TryAdd(line["card_no"], path) && batchOfCard[line["card_no"]] != path)
            {
                World.Invariants.OrderedTwice($"card {line["card_no"]} is in {batchOfCard[line["card_no"]]} and in {path}");
            }

            told.TryAdd(line["card_no"], 0);
        }

        Change($"the partner takes {path}", () => Delete(path));
    }

    /// <summary>The next step of most cards. Now and then the lines of the file before are in it again.</summary>
    private void Tell()
    {
        var chance = World.Chance.For("partner").For(++files);
        var lines = new StringBuilder();
        foreach (var (card, steps) in told.Where(one => one.Value < Life.Length).ToList())
        {
            if (chance.For(card).Happens(0.9))
            {
                lines.Append(CultureInfo.InvariantCulture,
                    $"{Life[steps]}-{card};{World.Loop.Now:yyyy-MM-ddTHH:mm:ssZ};{card};{Life[steps]};;;;;;;;;\r\n");
                told[card] = steps + 1;
            }
        }

        if (lines.Length > 0)
        {
            var content = PartnerRig.EventHeader + (chance.For("again").Happens(0.2) ? lastLines : "") + lines;
            lastLines = lines.ToString();
            var name = string.Create(CultureInfo.InvariantCulture, $"EVT_{files:000000}.csv");
            Drop($"the partner tells {name}", name, Encoding.UTF8.GetBytes(content));
        }
    }
}
