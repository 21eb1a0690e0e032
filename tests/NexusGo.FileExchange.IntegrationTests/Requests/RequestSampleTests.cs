using System.Runtime.CompilerServices;
using System.Text;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>
/// The customers' sample requests get the very answers that lie beside them. They are sent after the first sample order, of whose cards
/// K-0001 and K-0002 are delivered and invoiced, K-0003 is delivered only, and the others are ordered.
/// </summary>
public sealed class RequestSampleTests : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private ExchangeRig rig = null!;

    public Task InitializeAsync() => postgres.InitializeAsync();

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task The_sample_requests_are_answered_as_promised()
    {
        rig = ExchangeRig.Create(postgres.ConnectionString, "DEMO");
        var partner = new PartnerRig(rig);
        var cards = new CardMaker(rig, partner);
        rig.Drop("ORD_DEMO_000001_good_swedish.csv",
            await File.ReadAllBytesAsync(Path.Combine(Samples(), "orders/ORD_DEMO_000001_good_swedish.csv")));
        await rig.PollAsync();
        var numbers = rig.Results("ORD_DEMO_000001_good_swedish").ToDictionary(row => row["ref"], row => row["card_no"]);
        await cards.DeliverAsync([numbers["K-0001"], numbers["K-0002"]]);
        await cards.DeliverAsync([numbers["K-0003"]], invoiced: false);
        await partner.BackReportAsync();

        var files = Directory.GetFiles(Path.Combine(Samples(), "requests"), "*.csv").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(4, files.Length);
        foreach (var file in files)
        {
            rig.Drop(Path.GetFileName(file), await File.ReadAllBytesAsync(file));
            await rig.PollAsync();
            var name = Path.GetFileNameWithoutExtension(file);
            await CompareAsync($"RES_{name}.csv", rig.Bytes($"out/receipts/RES_{name}.csv"));
            await CompareAsync($"ERR_{name}.csv", rig.Bytes($"out/errors/ERR_{name}.csv"));
        }
    }

    private static async Task CompareAsync(string name, byte[] answer)
    {
        var golden = Path.Combine(Samples(), "answers", name);
        if (Environment.GetEnvironmentVariable("NEXUSGO_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllBytesAsync(golden, answer);
        }

        Assert.Equal(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(golden)), Encoding.UTF8.GetString(answer));
    }

    private static string Samples([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "samples"));
}
