using System.Globalization;
using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Makes back-reports: only what changed, each change in exactly one file, numbers without gaps. Bytes, number and what they cover are one transaction.</summary>
internal sealed class BackReports(IBackReportStore store, KeyVault vaults, Spool spools, AnswerSealer sealer, TimeProvider clock, ILogger<BackReports> log) : IBackReports
{
    public async Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var (started, now) = (clock.GetTimestamp(), clock.GetUtcNow());
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        await using var transaction = await store.BeginAsync(profile.Id, now, cancellationToken).ConfigureAwait(false);
        await using var drafting = new ReportDrafting(spools);
        long lines;
        await using (var writer = new BackReportWriter(drafting.Output, profile.Answers, profile.BackReports.Columns))
        {
            using var references = new CardReferences(vault);
            await transaction.ReadAsync(line => writer.Write(line, references.Of(line)), cancellationToken).ConfigureAwait(false);
            lines = writer.Lines;
            if (lines == 0 && !profile.BackReports.Heartbeat)
            {
                return null;
            }

            await writer.CompleteAsync(transaction.Sequence, transaction.Sequence - 1, cancellationToken).ConfigureAwait(false);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"BRP_{profile.CustomerId}_{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}_{transaction.Sequence:000000}.csv");
        await using var report = await sealer.CompleteAsync(drafting, profile, ReportKind.BackReport, profile.Folders.Reports, name, Guid.CreateVersion7(now), vault, cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(report, lines, cancellationToken).ConfigureAwait(false);
        Log.BackReportMade(log, profile.CustomerId, transaction.Sequence, lines, (long)clock.GetElapsedTime(started).TotalMilliseconds);
        return transaction.Sequence;
    }

    /// <summary>Reads the customer's own reference out of sealed cards. It is the only thing that is taken; the rest is zeroed at once.</summary>
    private sealed class CardReferences(CustomerVault vault) : IDisposable
    {
        private readonly Dictionary<Guid, CardSealer> sealers = [];
        private readonly byte[] reference = new byte[256];
        private Guid card;
        private int length;

        public ReadOnlySpan<byte> Of(BackReportLine line)
        {
            if (line.Sealed is null || line.WrappedKey is null)
            {
                return [];
            }

            if (line.CardId != card)
            {
                card = line.CardId;
                Open(line);
            }

            return reference.AsSpan(0, length);
        }

        private void Open(BackReportLine line)
        {
            if (!sealers.TryGetValue(line.KeyId, out var sealer))
            {
                sealers.Add(line.KeyId, sealer = vault.CreateSealer(line.KeyId));
            }

            var content = sealer.Open(line.CardId, line.Sealed, line.WrappedKey);
            length = 0;
            CardContent.Read(content, (field, value) =>
            {
                if (field == CardField.CustomerRef && value.Length <= reference.Length)
                {
                    value.CopyTo(reference);
                    length = value.Length;
                }
            });
            CryptographicOperations.ZeroMemory(content);
        }

        public void Dispose()
        {
            foreach (var sealer in sealers.Values)
            {
                sealer.Dispose();
            }
        }
    }
}
