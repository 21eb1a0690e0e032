using System.Globalization;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// The second half of the demo: what was ordered is produced, sent and reported back; then a report is moved to /out/consumed/ and swept.
/// Everything is looked at from the customer's folders only.
/// </summary>
internal sealed class DemoCircle(DemoSshd server, DemoProduction production, TimeProvider time, TextWriter output)
{
    /// <summary>The longest time without any news.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a card is tried, by default of the production profile.</summary>
    private const int Attempts = 3;

    private readonly SortedDictionary<string, BackReportFile> reports = new(StringComparer.Ordinal);

    /// <param name="accepted">Cards that the receipts accepted; none: there is nothing to wait for.</param>
    /// <param name="cancelled">A card that was taken back before the partner began; null: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How many things were not as expected.</returns>
    public async Task<int> RunAsync(int accepted, string? cancelled, CancellationToken cancellationToken)
    {
        if (accepted == 0)
        {
            output.WriteLine("No card was ordered, so there is nothing to produce.");
            return 0;
        }

        output.WriteLine();
        output.WriteLine("Back-reports in /out/reports/:");
        var ended = await UntilAsync(() => CardsAtAnEnd() == accepted, cancellationToken);
        PrintCards();
        List<string> wrong =
            [.. reports.Values.Where(report => report.Fault is not null).Select(report => $"{report.Name}: {report.Fault}"), .. Gaps()];
        if (!ended)
        {
            wrong.Add($"{CardsAtAnEnd()} of {accepted} cards are delivered, destroyed, cancelled or given up");
        }

        if (cancelled is not null && ended)
        {
            var last = Cards().Single(card => card[0]["card_no"] == cancelled)[^1]["status"];
            output.WriteLine($"  card {cancelled}: the production partner answered, and it is {last}");
            if (last != "CANCELLED")
            {
                wrong.Add($"card {cancelled} is {last} and not cancelled");
            }
        }

        if (wrong.Count == 0)
        {
            output.WriteLine($"All {accepted} cards were followed to their end; {reports.Count} back-reports without a gap.");
            wrong.AddRange(await ConsumeAsync(reports.First().Value.Name, cancellationToken));
        }

        foreach (var line in wrong)
        {
            output.WriteLine($"NOT AS EXPECTED  {line}");
        }

        return wrong.Count;
    }

    /// <summary>Moves a report as a customer would, and waits until the sweep has taken it away.</summary>
    private async Task<IEnumerable<string>> ConsumeAsync(string name, CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine("Done with the first report: it is moved to /out/consumed/ with sftp, and swept from there.");
        output.WriteLine($"  rename /out/reports/{name} /out/consumed/{name}");
        await DemoProgram.Sftp.RunAsync(["-b", "-", .. server.SftpArguments],
            $"rename \"{server.Prefix}/out/reports/{name}\" \"{server.Prefix}/out/consumed/{name}\"\n", cancellationToken);
        var moved = Path.Combine(server.Area, "out", "consumed", name);
        if (!await UntilAsync(() => !File.Exists(moved), cancellationToken))
        {
            return [$"{name} still lies in /out/consumed/"];
        }

        output.WriteLine($"  {name} is gone.");
        return [];
    }

    private async Task<bool> UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var quietSince = time.GetTimestamp();
        while (true)
        {
            if (TakeNew())
            {
                quietSince = time.GetTimestamp();
            }

            if (condition())
            {
                return true;
            }

            if (time.GetElapsedTime(quietSince) > Patience)
            {
                return false;
            }

            production.EnsureWorks();
            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    private bool TakeNew()
    {
        var folder = Path.Combine(server.Area, "out", "reports");
        var news = Directory.EnumerateFiles(folder, $"BRP_{DemoCustomer.Id}_*.csv")
            .Where(path => !reports.ContainsKey(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal).ToArray();
        foreach (var path in news)
        {
            var report = BackReportFile.Read(path);
            reports.Add(report.Name, report);
            var changes = report.Lines.GroupBy(line => line["status"])
                .Select(status => $"{status.DistinctBy(line => line["event_id"]).Count()} {status.Key}");
            output.WriteLine($"  {report.Name}: {string.Join(", ", changes)}");
        }

        return news.Length > 0;
    }

    private IEnumerable<string> Gaps()
    {
        var inOrder = reports.Values.OrderBy(report => report.Sequence).ToArray();
        return inOrder.Zip(inOrder.Skip(1))
            .Where(pair => pair.Second.Previous != pair.First.Sequence || pair.Second.Sequence != pair.First.Sequence + 1)
            .Select(pair =>
                string.Create(CultureInfo.InvariantCulture, $"after back-report {pair.First.Sequence} comes {pair.Second.Sequence}"));
    }

    private int CardsAtAnEnd() => Cards().Count(card => card[^1]["status"] is "DELIVERED" or "DESTROYED" or "CANCELLED"
        || (card[^1]["status"] == "FAILED" && card.Count(line => line["status"] == "FAILED") >= Attempts));

    /// <summary>Each card's lines in the order of the reports.</summary>
    private IEnumerable<IReadOnlyDictionary<string, string>[]> Cards() => reports.Values.OrderBy(report => report.Sequence)
        .SelectMany(report => report.Lines).GroupBy(line => line["card_no"]).Select(card => card.ToArray());

    private void PrintCards()
    {
        output.WriteLine();
        output.WriteLine("What the customer knows from them, for example:");
        foreach (var card in Cards().OrderByDescending(card => card.DistinctBy(line => line["event_id"]).Count()).Take(3))
        {
            var way = string.Join(" > ", card.DistinctBy(line => line["event_id"]).Select(line => line["status"]));
            var chips = card.Where(line => line["status"] == "PRODUCED")
                .Select(line => line["uid_hex_msb"].Length > 0 ? $"{line["chip_type"]} {line["uid_hex_msb"]}"
                : $"{line["chip_type"]} {line["hid_facility"]}-{line["hid_number"]}");
            output.WriteLine($"  card {card[0]["card_no"]} ({card[0]["customer_ref"]}): {way}");
            output.WriteLine($"      chips: {string.Join(", ", chips)}");
        }
    }
}
