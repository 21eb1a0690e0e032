using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Photos;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>A worker is killed around the transaction that stores late photos; the next one stores each photo once.</summary>
[Trait("Category", "Long")]
public sealed class PhotoCrashTests
{
    private const string Customer = "ACME";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static readonly IReadOnlyList<string> Points = ["photos.committing", "photos.committed"];

    [Fact]
    public async Task A_worker_killed_around_a_late_photo_leaves_it_stored_once()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer(Customer);
        var receipts = Path.Combine(site.Area(Customer), "out/receipts");
        await using (var first = site.Start("worker"))
        {
            site.Drop(Customer, "ORD_1.csv", "customer_ref;product_code;first_name;last_name;photo_file;delivery_address_id\r\n"
                + string.Concat(Points.Select((_, i) => $"A{i};ID-PHOTO;Bo;Ek;;HQ\r\n")));
            await Until.TrueAsync(() => File.Exists(Path.Combine(receipts, "RCP_ORD_1.csv")), Longest, () => first.Output);
            first.Signal(WorkerProcess.Terminate);
            Assert.True(await first.WaitForExitAsync(Longest));
        }

        for (var i = 0; i < Points.Count; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(site.Area(Customer), "in", $"PHO_A{i}.jpg"), TestPictures.Jpeg());
            await using var worker = site.Start("worker", Points[i]);
            Assert.True(await worker.WaitForExitAsync(Longest), $"{Points[i]}: never reached\n{worker.Output}");
            Assert.Equal((Points[i], WorkerProcess.KilledExitCode), (Points[i], worker.ExitCode));
            await site.LapseLeasesAsync();
        }

        await using var last = site.Start("worker");
        await Until.TrueAsync(() => Points.Select((_, i) => $"RCP_PHO_A{i}.csv").All(name => File.Exists(Path.Combine(receipts, name))),
            Longest, () => last.Output);
        Assert.Equal([$"{Points.Count}|{Points.Count}"],
            await site.QueryAsync(
            "select count(*) filter (where status = 'ACCEPTED'), (select count(*) from orders.card_photo) from orders.card"));
        Assert.Equal([$"{Points.Count}"], await site.QueryAsync("select count(*) from exchange.inbound_file where kind = 'PHO'"));
        Assert.All(Points.Select((_, i) => i), i => Assert.Equal("ACCEPTED", site.Receipt(Customer, $"PHO_A{i}")["file_status"]));
    }
}
