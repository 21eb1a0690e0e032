using System.Globalization;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// One card is cancelled after it was handed over: the customer asks, the bureau asks the production partner, and the partner's answer
/// comes with the back-reports. Before the partner begins to work, so that it is in time.
/// </summary>
internal sealed class DemoCancellation(DemoSshd server, TimeProvider time, TextWriter output)
{
    private const string Name = "REQ_DEMO_000901_cancel";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <returns>The card's number; null: it did not go as expected.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        string? card = null;
        if (!await UntilAsync(() => (card = FindOrdered()) is not null, cancellationToken))
        {
            output.WriteLine("NOT AS EXPECTED  no back-report says that a card is ordered");
            return null;
        }

        output.WriteLine();
        output.WriteLine($"Card {card} is ordered already; the customer takes it back all the same:");
        output.WriteLine($"  put {Name}.csv   R901;CANCEL;CARD_NO;{card}");
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllTextAsync(file,
                $"request_ref;action;selector_type;selector;from;to;reason_code\r\nR901;CANCEL;CARD_NO;{card};;;NOT_NEEDED\r\n",
                cancellationToken);
            await DemoProgram.Sftp.RunAsync(["-b", "-", .. server.SftpArguments], $"put \"{file}\" \"{server.Prefix}/in/{Name}.csv\"\n",
                cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }

        var results = Path.Combine(server.Area, "out", "receipts", $"RES_{Name}.csv");
        var outcome = "";
        if (!await UntilAsync(() => File.Exists(results) && (outcome = DemoAnswers.Read(results)[0]["outcome"]).Length > 0,
            cancellationToken) || outcome != "SCHEDULED")
        {
            output.WriteLine($"NOT AS EXPECTED  {Name}: {outcome}");
            return null;
        }

        string? asked = null;
        var batches = Path.Combine(server.Area, DemoProduction.BatchFolder);
        if (!await UntilAsync(() =>
            (asked = Directory.EnumerateFiles(batches, "CAN_*").Select(Path.GetFileName).FirstOrDefault()) is not null, cancellationToken))
        {
            output.WriteLine("NOT AS EXPECTED  the production partner is not asked to cancel anything");
            return null;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  SCHEDULED: the production partner is asked by {asked}; its word decides."));
        return card;
    }

    private string? FindOrdered() => Directory.EnumerateFiles(Path.Combine(server.Area, "out", "reports"), $"BRP_{DemoCustomer.Id}_*.csv")
        .SelectMany(path => BackReportFile.Read(path).Lines).Where(line => line["status"] == "ORDERED").Select(line => line["card_no"])
        .Order(StringComparer.Ordinal).FirstOrDefault();

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
