using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>
/// The production partner beside a rig's customer: its area is a folder of this machine behind the system's sftp-server, too.
/// </summary>
public sealed class PartnerRig
{
    public const string EventHeader =
        "event_id;event_time;card_no;event;reason_code;chip_type;uid_hex;hid_format;hid_facility;hid_number;shipment_no;tracking_no;"
        + "invoice_no\r\n";

    private readonly ExchangeRig rig;

    public PartnerRig(ExchangeRig rig, Func<ProductionProfile, ProductionProfile>? change = null)
    {
        this.rig = rig;
        Area = Path.Combine(rig.Folder, "partner");
        foreach (var name in new[] { "in", "out/receipts", "out/errors", "out/batches" })
        {
            Directory.CreateDirectory(Path.Combine(Area, name));
        }

        var profile = new ProductionProfile
        {
            Remote = new RemoteSettings { Engine = "Local", LocalRoot = Area },
            Intake = new IntakeSettings { StableFor = TimeSpan.Zero },
            Pgp = new PgpSettings { Encryption = PgpMode.None, Signature = SignatureMode.Optional },
        };
        Profile = change?.Invoke(profile) ?? profile;
    }

    /// <summary>The folder that plays the partner's SFTP root.</summary>
    public string Area { get; }

    public ProductionProfile Profile { get; }

    /// <summary>Looks into the partner's inbox and delivers what is due; twice is what a new file needs.</summary>
    public async Task PollAsync(int times = 2)
    {
        for (var i = 0; i < times; i++)
        {
            await rig.Services.GetRequiredService<IPickUp>().RunAsync(Profile.AsArea(), CancellationToken.None);
        }
    }

    /// <summary>Makes batches of the rig's customer and delivers them.</summary>
    public async Task<int> MakeBatchesAsync(CustomerProfile? customer = null)
    {
        var cards = await rig.Services.GetRequiredService<ProductionBatches>()
            .MakeAsync(Profile, customer ?? rig.Profile, CancellationToken.None);
        await rig.Services.GetRequiredService<IReportDelivery>().RunAsync(Profile.AsArea(), CancellationToken.None);
        return cards;
    }

    /// <summary>Asks the partner to cancel what is to be cancelled, and delivers the file.</summary>
    public async Task<int> SendCancellationsAsync(CustomerProfile? customer = null)
    {
        var cards = await rig.Services.GetRequiredService<ProductionCancellations>()
            .MakeAsync(Profile, customer ?? rig.Profile, CancellationToken.None);
        await rig.Services.GetRequiredService<IReportDelivery>().RunAsync(Profile.AsArea(), CancellationToken.None);
        return cards;
    }

    /// <summary>A file of cancellations as records.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Cancellations(string name) => AnswerFile.Read(Bytes($"out/batches/{name}"));

    /// <summary>Puts an event file into the partner's inbox and has it answered. Lines are without header.</summary>
    public async Task TellAsync(string name, params IEnumerable<string> lines)
    {
        await File.WriteAllTextAsync(Path.Combine(Area, "in", name), EventHeader + string.Concat(lines.Select(line => line + "\r\n")));
        await PollAsync();
    }

    /// <summary>The batches delivered so far, by name in order.</summary>
    public IReadOnlyList<string> Batches =>
        [.. Directory.EnumerateFiles(Path.Combine(Area, "out/batches")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>cards.csv of a batch as records.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Cards(string batch)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(Area, "out/batches", batch));
        using var content = zip.GetEntry("cards.csv")!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return AnswerFile.Read(bytes.ToArray());
    }

    /// <summary>The photos of a batch by their names in it.</summary>
    public IReadOnlyDictionary<string, byte[]> Photos(string batch)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(Area, "out/batches", batch));
        return zip.Entries.Where(entry => entry.FullName.StartsWith("photos/", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry =>
            {
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                return bytes.ToArray();
            });
    }

    public IReadOnlyDictionary<string, string> Receipt(string baseName) => AnswerFile.Read(Bytes($"out/receipts/RCP_{baseName}.csv"))
        .Single();

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Results(string baseName) =>
        AnswerFile.Read(Bytes($"out/receipts/RES_{baseName}.csv"));

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Errors(string baseName) =>
        AnswerFile.Read(Bytes($"out/errors/ERR_{baseName}.csv"));

    /// <summary>
    /// Makes the customer's next back-report and delivers it; null when there was nothing to tell. D lines and the T line as records.
    /// </summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> BackReportAsync(CustomerProfile? customer = null)
    {
        var profile = customer ?? rig.Profile;
        var sequence = await rig.Services.GetRequiredService<IBackReports>().MakeAsync(profile, CancellationToken.None);
        await rig.Services.GetRequiredService<IReportDelivery>().RunAsync(profile, CancellationToken.None);
        return sequence is { } number
            ? AnswerFile.Read(File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(rig.Area, "out/reports"),
            $"BRP_{profile.CustomerId}_*_{number:000000}.csv").Single()))
            : null;
    }

    private byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Area, path));
}
