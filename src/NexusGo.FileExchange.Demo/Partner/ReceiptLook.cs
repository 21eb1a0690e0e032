using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Demo;

/// <summary>Waits for the receipts of the event files and reads what became of them.</summary>
internal sealed class ReceiptLook(PartnerSide side, TimeSpan patience, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(IRemoteFolder remote, IEnumerable<string> eventFiles, SimulationResult result,
        CancellationToken cancellationToken)
    {
        foreach (var name in eventFiles)
        {
            var receipt = await WaitAsync(remote, Path.GetFileNameWithoutExtension(name), cancellationToken);
            var status = receipt?.GetValueOrDefault("file_status") ?? "no receipt";
            output.WriteLine(receipt is null ? $"{name}: {status}"
                : $"{name}: {status} {receipt.GetValueOrDefault("error_code")}, rows {receipt.GetValueOrDefault("rows_total")}: accepted "
                + $"{receipt.GetValueOrDefault("rows_accepted")}, "
                    + $"rejected {receipt.GetValueOrDefault("rows_rejected")}, on hold {receipt.GetValueOrDefault("rows_on_hold")}, "
                    + $"unchanged {receipt.GetValueOrDefault("rows_unchanged")}");
            if (status != "ACCEPTED")
            {
                result.NotAccepted.Add(name);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>?> WaitAsync(IRemoteFolder remote, string baseName,
        CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            foreach (var ending in new[] { ".csv", ".csv.pgp" })
            {
                using var content = await side.ReadAsync(remote, side.Receipts, RemoteName.From($"RCP_{baseName}{ending}"),
                    cancellationToken);
                if (content is not null)
                {
                    using var reader = new StreamReader(content);
                    return DemoAnswers.Parse(await reader.ReadToEndAsync(cancellationToken)) is [var receipt, ..] ? receipt : null;
                }
            }

            if (time.GetElapsedTime(since) >= patience)
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
