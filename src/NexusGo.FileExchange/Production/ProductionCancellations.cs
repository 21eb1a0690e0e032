using System.Globalization;
using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>Makes CAN files: card numbers and reasons, nothing of a person.</summary>
internal sealed class ProductionCancellations(
    ICancellationStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, TimeProvider clock,
    ILogger<ProductionCancellations> log)
{
    /// <summary>The columns of the file.</summary>
    public static readonly IReadOnlyList<string> Columns = ["card_no", "reason_code"];

    /// <summary>
    /// Makes the files of one customer; the delivery to the partner follows by itself. Does nothing where the partner takes no
    /// cancellations.
    /// </summary>
    /// <returns>How many cards.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; nothing is stored.</exception>
    public async Task<int> MakeAsync(ProductionProfile production, CustomerProfile customer, CancellationToken cancellationToken)
    {
        var cards = 0;
        if (!production.TakesCancellations)
        {
            return cards;
        }

        var now = clock.GetUtcNow();
        for (var count = production.Batches.Cards; count == production.Batches.Cards;)
        {
            count = await store.SendAsync(customer.Id, production.Batches.Cards, now,
                (sequence, asked) => WriteAsync(production, sequence, asked, now, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            cards += count;
        }

        if (cards > 0)
        {
            ProductionLog.CancellationsMade(log, customer.CustomerId, cards);
        }

        return cards;
    }

    private async Task<MadeBatch> WriteAsync(ProductionProfile production, long sequence, IReadOnlyList<AskedCancellation> asked,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var drafting = new ReportBuilder(spools);
        await using (var csv = AnswerCsv.Create(drafting.Output, production.Answers))
        {
            csv.WriteHeader([.. Columns]);
            foreach (var card in asked)
            {
                csv.WriteField(card.CardNo.ToString(CultureInfo.InvariantCulture));
                csv.WriteField(card.ReasonCode ?? "");
                csv.EndRecord();
            }

            await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"CAN_{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}_{sequence:000000}.csv");
        var partner = await vaults.OpenAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        var draft = await sealer.CompleteAsync(drafting, production.AsArea(), ReportKind.Cancellation, production.Folders.Batches, name,
            Guid.CreateVersion7(now), partner,
            cancellationToken).ConfigureAwait(false);
        return new MadeBatch(draft, sequence, asked.Count);
    }
}
