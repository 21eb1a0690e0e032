using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Benchmarks.Production;

/// <summary>The production partner's area, on this machine.</summary>
internal sealed class BenchPartner
{
    private readonly string folder;
    private int files;

    public BenchPartner(BenchArea area)
    {
        folder = BenchArea.Fresh(area.RemotePath("partner"));
        foreach (var name in (string[])["in", "out/receipts", "out/errors", "out/batches", "out/consumed"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        Profile = new ProductionProfile
        {
            Remote = new RemoteSettings { Engine = "Local", LocalRoot = folder },
            Intake = new IntakeSettings { StableFor = TimeSpan.Zero },
            Limits = new EventLimits { Rows = 2_000_000 },
            Batches = new BatchSettings { Cards = 50_000 },
            Pgp = new PgpSettings { Encryption = PgpMode.None, Signature = SignatureMode.Optional },
        };
    }

    public ProductionProfile Profile { get; }

    public Task DropAsync(byte[] events) => File.WriteAllBytesAsync(Path.Combine(folder, "in", $"EVT_{++files:000}.csv"), events);

    public Task PollAsync(ImportRig rig) => rig.Services.GetRequiredService<IPickUp>().RunAsync(Profile.AsArea(), CancellationToken.None);
}
