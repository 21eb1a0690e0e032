using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// Plays the customer: drops the samples by the ordinary sftp program, waits for the receipts, shows them and compares them.
/// </summary>
internal sealed class DemoRun(DemoSshd server, DemoSamples samples, TimeProvider time, TextWriter output)
{
    /// <summary>The longest time without any new receipt.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Error lines shown of one file.</summary>
    private const int ShownErrors = 8;

    private readonly Dictionary<string, (string File, IReadOnlyDictionary<string, string> Receipt)> receipts = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Cards that the receipts accepted.</summary>
    public int AcceptedCards { get; private set; }

    /// <returns>How many samples were not answered as expected.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var first = samples.Samples.Where(sample => !sample.ComesLater).ToArray();
        await DropAsync(first, cancellationToken);
        await WaitAsync(first, cancellationToken);
        var later = samples.Samples.Where(sample => sample.ComesLater).ToArray();
        if (later.Length > 0)
        {
            await DropAsync(later, cancellationToken);
            await WaitAsync(later, cancellationToken);
        }

        PrintErrors();
        return Compare();
    }

    private async Task DropAsync(DemoSample[] wave, CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine($"Dropping {wave.Length} file(s) into /in/ with sftp:");
        var batch = new StringBuilder();
        foreach (var name in samples.Companions.Where(companion =>
            wave.Any(sample => companion.StartsWith(sample.Name, StringComparison.Ordinal))).Concat(wave.Select(sample => sample.Name)))
        {
            batch.Append(CultureInfo.InvariantCulture,
                $"put {Quote(Path.Combine(samples.Folder, name))} {Quote($"{server.Prefix}/in/{name}")}\n");
            output.WriteLine($"  put {name}");
        }

        await DemoProgram.Sftp.RunAsync(["-b", "-", .. server.SftpArguments], batch.ToString(), cancellationToken);
    }

    private async Task WaitAsync(DemoSample[] wave, CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine("Receipts in /out/receipts/:");
        var quietSince = time.GetTimestamp();
        while (wave.Any(sample => !receipts.ContainsKey(sample.Name)) && time.GetElapsedTime(quietSince) < Patience)
        {
            if (TakeNew())
            {
                quietSince = time.GetTimestamp();
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }

    private bool TakeNew()
    {
        var news = Directory.EnumerateFiles(Path.Combine(server.Area, "out", "receipts"), "RCP_*.csv").Where(seen.Add)
            .Order(StringComparer.Ordinal).ToArray();
        foreach (var path in news)
        {
            foreach (var receipt in DemoAnswers.Read(path))
            {
                AcceptedCards += int.Parse(receipt.GetValueOrDefault("rows_accepted", "0"), CultureInfo.InvariantCulture);
                receipts[receipt.GetValueOrDefault("file_name", "")] = (Path.GetFileName(path), receipt);
                string Of(string column) => receipt.GetValueOrDefault(column, "?");
                output.WriteLine($"  {Path.GetFileName(path)}");
                output.WriteLine($"      {Of("file_name")}: {Of("file_status")} {Of("error_code")}".TrimEnd());
                output.WriteLine($"      rows {Of("rows_total")}: accepted {Of("rows_accepted")}, rejected {Of("rows_rejected")}, on hold "
                    + $"{Of("rows_on_hold")}, unchanged {Of("rows_unchanged")}");
            }
        }

        return news.Length > 0;
    }

    private void PrintErrors()
    {
        output.WriteLine();
        output.WriteLine("Error files in /out/errors/:");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(server.Area, "out", "errors"), "ERR_*.csv")
            .Order(StringComparer.Ordinal))
        {
            output.WriteLine($"  {Path.GetFileName(path)}");
            var lines = DemoAnswers.Read(path).Where(line => line.GetValueOrDefault("record_type") != "T").ToArray();
            foreach (var line in lines.Take(ShownErrors))
            {
                string Of(string column) => line.GetValueOrDefault(column, "");
                output.WriteLine($"      row {Of("row_no"),-4} {Of("column"),-26} {Of("message_en")} {Of("hint")}".TrimEnd());
            }

            if (lines.Length > ShownErrors)
            {
                output.WriteLine($"      … and {lines.Length - ShownErrors} more");
            }
        }
    }

    private int Compare()
    {
        var wrong = 0;
        output.WriteLine();
        foreach (var sample in samples.Samples)
        {
            var differences = receipts.TryGetValue(sample.Name, out var answer) ? [.. sample.Differences(answer.Receipt)]
                : new[] { "no receipt" };
            if (differences.Length > 0)
            {
                wrong++;
                output.WriteLine($"NOT AS EXPECTED  {sample.Name}: {string.Join("; ", differences)}");
            }
        }

        output.WriteLine($"{samples.Samples.Count - wrong} of {samples.Samples.Count} samples answered as expected.");
        return wrong;
    }

    private static string Quote(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
