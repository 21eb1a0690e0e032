using System.Globalization;
using System.IO.Compression;
using System.Text;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// Photos on their way: one is sent after its order, all are in the batch for the production partner, and an erasure leaves none.
/// </summary>
internal sealed class DemoPhotos(DemoSshd server, ExchangeDatabase database, TimeProvider time, TextWriter output)
{
    /// <summary>The row that waits for its photo, of the sample photo_waits.</summary>
    private const string Waiting = "P-0001";

    private const string Erase = "REQ_DEMO_000902_erase_photos";

    /// <summary>The photos of the sample in a zip file, and the late one.</summary>
    private const int Expected = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Before the partner begins: sends the late photo and looks for all of them in the batches.</summary>
    /// <returns>How many cards the late photo lets go on; null: not as expected.</returns>
    public async Task<int?> SendAsync(CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine($"Row {Waiting} waits for its photo. A face is drawn and sent under the row's reference:");
        var status = await PutAsync($"PHO_{Waiting}.jpg", DemoFace.Draw(5), cancellationToken);
        if (status != "ACCEPTED")
        {
            output.WriteLine($"NOT AS EXPECTED  PHO_{Waiting}.jpg: {status}");
            return null;
        }

        if (!await UntilAsync(() => (PhotosInBatches().Sum(batch => batch.Photos) >= Expected), cancellationToken))
        {
            output.WriteLine($"NOT AS EXPECTED  {PhotosInBatches().Sum(batch => batch.Photos)} of {Expected} photos are in batches");
            return null;
        }

        foreach (var (name, photos) in PhotosInBatches().Where(batch => batch.Photos > 0))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name} for the production partner has {photos} photo(s)"));
        }

        var stored = await CountAsync("card_photo", cancellationToken);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stored} photo(s) are stored, sealed under their cards' keys"));
        return 1;
    }

    /// <summary>After the circle: a delivered card's photo is gone, and the customer has the rest of the card erased.</summary>
    /// <returns>How many things were not as expected.</returns>
    public async Task<int> EraseAsync(CancellationToken cancellationToken)
    {
        var card = DeliveredCard();
        if (card is null)
        {
            output.WriteLine("None of the cards with a photo was delivered this time.");
            return 0;
        }

        output.WriteLine();
        output.WriteLine($"Card {card} is delivered, so its photo is destroyed already; the customer has all of it erased:");
        var request = Encoding.UTF8.GetBytes(
            $"request_ref;action;selector_type;selector;from;to;reason_code\r\nR902;ERASE;CARD_NO;{card};;;\r\n");
        var status = await PutAsync($"{Erase}.csv", request, cancellationToken);
        var results = Path.Combine(server.Area, "out", "receipts", $"RES_{Erase}.csv");
        var outcome = File.Exists(results) ? DemoAnswers.Read(results)[0]["outcome"] : status;
        if (outcome != "DONE")
        {
            output.WriteLine($"NOT AS EXPECTED  {Erase}: {outcome}");
            return 1;
        }

        var (erased, photos) = (await CountAsync("card where erased_at is not null", cancellationToken),
            await CountAsync("card_photo", cancellationToken));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  DONE: {erased} card(s) erased, {photos} photo(s) still stored"));
        return 0;
    }

    private async Task<string> PutAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        output.WriteLine($"  put {name}");
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllBytesAsync(file, content, cancellationToken);
            await DemoProgram.Sftp.RunAsync(["-b", "-", .. server.SftpArguments], $"put \"{file}\" \"{server.Prefix}/in/{name}\"\n",
                cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }

        var receipt = Path.Combine(server.Area, "out", "receipts", $"RCP_{Path.GetFileNameWithoutExtension(name)}.csv");
        return await UntilAsync(() => (File.Exists(receipt)), cancellationToken)
            ? DemoAnswers.Read(receipt)[0]["file_status"] : "no receipt";
    }

    private IEnumerable<(string Name, int Photos)> PhotosInBatches()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(server.Area, DemoProduction.BatchFolder), "PRD_*.zip")
            .Order(StringComparer.Ordinal))
        {
            using var zip = ZipFile.OpenRead(path);
            yield return (Path.GetFileName(path),
                zip.Entries.Count(entry => entry.FullName.StartsWith("photos/", StringComparison.Ordinal)));
        }
    }

    private string? DeliveredCard() => Directory.EnumerateFiles(Path.Combine(server.Area, "out", "reports"), $"BRP_{DemoCustomer.Id}_*.csv")
        .SelectMany(path => BackReportFile.Read(path).Lines)
        .Where(line => line["product_code"] == "ID-PHOTO" && line["status"] == "DELIVERED")
        .Select(line => line["card_no"]).FirstOrDefault();

    /// <summary>Rows of the demo's customer in the database.</summary>
    private async Task<long> CountAsync(string what, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenForCustomerAsync(new CustomerId(DemoCustomer.Id), cancellationToken);
        await using var command = session.Command($"select count(*) from orders.{what}");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<bool> UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); !condition();)
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            await Task.Delay(LookAgain, time, cancellationToken);
        }

        return true;
    }
}
