using System.IO.Compression;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Makes batches: waiting cards become zip files for the partner and ORDERED in one transaction, so that a card is in exactly one batch
/// each time it is ordered. A batch holds cards of one customer: that keeps each customer's policies and keys apart until the file is
/// sealed for the partner.
/// </summary>
internal sealed class ProductionBatches(IBatchStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, TimeProvider clock,
    ILogger<ProductionBatches> log)
{
    /// <summary>Hands over all cards of one customer that wait; the delivery to the partner follows by itself.</summary>
    /// <returns>How many cards.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; nothing is stored.</exception>
    public async Task<int> MakeAsync(ProductionProfile production, CustomerProfile customer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await store.BeginAsync(customer.Id, production.Batches.Attempts, now, cancellationToken)
            .ConfigureAwait(false);
        if (transaction is null)
        {
            return 0;
        }

        var made = new List<MadeBatch>();
        try
        {
            var layout = new BatchLayout(production, customer);
            while (await transaction.TakeAsync(production.Batches.Cards, cancellationToken).ConfigureAwait(false) is { Count: > 0 } cards)
            {
                var sequence = transaction.NextSequence + made.Count;
                var draft = await DraftAsync(production, customer, layout, cards, transaction, sequence, now, cancellationToken)
                    .ConfigureAwait(false);
                made.Add(new MadeBatch(draft, sequence, cards.Count));
                await transaction.OrderAsync(sequence, [.. cards.Select(card =>
                    new BatchedCard(card.Card.CardId, layout.ExpectedOf(card.ProductCode), CardUpdate.ReportedTime(now, card.ReportedAt),
                        card.IsOrdered))], cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(made, cancellationToken).ConfigureAwait(false);
            foreach (var (_, sequence, cards) in made)
            {
                ProductionLog.BatchMade(log, customer.CustomerId, sequence, cards);
            }

            return made.Sum(batch => batch.Cards);
        }
        finally
        {
            foreach (var (draft, _, _) in made)
            {
                await draft.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<ReportDraft> DraftAsync(ProductionProfile production, CustomerProfile customer, BatchLayout layout,
        IReadOnlyList<WaitingCard> cards, IBatchTransaction transaction, long sequence,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(customer.Id, cancellationToken).ConfigureAwait(false);
        await using var drafting = new ReportBuilder(spools);

        // Not left to the archive's end: some readers of zip files want sizes in front, but every one reads a data descriptor.
        await using (var zip = await ZipArchive.CreateAsync(drafting.Output, ZipArchiveMode.Create, leaveOpen: true,
            entryNameEncoding: null, cancellationToken).ConfigureAwait(false))
        {
            var entry = zip.CreateEntry("cards.csv", CompressionLevel.Fastest);
            entry.LastWriteTime = now;
            await using (var content = await entry.OpenAsync(cancellationToken).ConfigureAwait(false))
            {
                await using var sheet = new BatchSheet(content, production.Answers, layout, vault);
                foreach (var card in cards)
                {
                    sheet.Write(card);
                }

                await sheet.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            await BatchPhotos.WriteAsync(zip, cards.Where(card => layout.PrintsPhoto(card.ProductCode)), transaction, vault, now,
                cancellationToken).ConfigureAwait(false);
        }

        var name = ReportName.For(ReportKind.Batch, CustomerId.Production, now, ReportName.Number(sequence), ".zip");
        var partner = await vaults.OpenAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        return await sealer.CompleteAsync(drafting, production.AsArea(), ReportKind.Batch, production.Folders.Batches, name,
            Guid.CreateVersion7(now), partner, cancellationToken)
            .ConfigureAwait(false);
    }
}
