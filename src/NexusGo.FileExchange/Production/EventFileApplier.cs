using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Applies one event file: takes the staged events as the store streams them, runs each through the life cycle of its card, and hands
/// events, cards and answers back.
/// </summary>
internal sealed class EventFileApplier(IEventTransaction transaction, Uuid7Sequence ids, DateTimeOffset now)
{
    /// <summary>
    /// Reason of an IN_PRODUCTION in the back-report: the card was to be cancelled, and the partner had begun to make it.
    /// </summary>
    public const string CancelTooLate = "CANCEL_TOO_LATE";

    private readonly ICardEventWriter writer = transaction.Writer;
    private readonly CardEventApplier cards = new(ids.Next);
    private readonly Dictionary<RowOutcome, int> counts = [];

    /// <summary>Cards whose hold a complete report ended, by customer: what waited with it has its turn now.</summary>
    private readonly SortedDictionary<string, List<Guid>> noLongerHeld = new(StringComparer.Ordinal);
    private CardUpdate? update;

    /// <summary>Counts of the rows that were staged without problems.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">DatabaseConflict, transient: a card was changed by somebody else meanwhile; the
    /// file is done again.</exception>
    public async Task<RowCounts> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var staged in transaction.StagedAsync(cancellationToken).ConfigureAwait(false))
        {
            Take(staged);
        }

        CloseCard();
        await writer.WriteAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (customer, held) in noLongerHeld)
        {
            await new HeldEventSettlement(writer, ids, now)
                .RunAsync(new CustomerId(customer), held, HeldDecision.Overtaken, null, cancellationToken).ConfigureAwait(false);
        }

        return new RowCounts(Of(RowOutcome.Accepted), Of(RowOutcome.Rejected), Of(RowOutcome.OnHold), Of(RowOutcome.Unchanged));
    }

    private int Of(RowOutcome outcome) => counts.GetValueOrDefault(outcome);

    private void Take(StagedEvent staged)
    {
        if (cards.IsNewCard(staged.Card?.CardId))
        {
            CloseCard();
        }

        // A hold may begin and end within one file.
        var wasHeld = staged.Card is { } known && (cards.IsNewCard(known.CardId) ? known.Facts : cards.Facts).IsHeld;
        var result = cards.Next(staged);
        counts[result.Outcome] = Of(result.Outcome) + 1;
        transaction.Answer(staged.RowNumber, result.Outcome, result.Code);
        if (staged.Card is not { } card || result.EventId == default)
        {
            return;
        }

        var recorded = new RecordedEvent
        {
            EventId = result.EventId,
            Customer = card.Customer,
            CardId = card.CardId,
            Kind = staged.Event.Kind,
            Time = staged.Event.Time,
            Step = result.Step ?? default,
            SourceId = SourceIdOf(staged, card),
            ReasonCode = result.Step is { IsTooLateToCancel: true } ? CancelTooLate : staged.ReasonCode,
            ShipmentNo = staged.ShipmentNo,
            TrackingNo = staged.TrackingNo,
            InvoiceNo = staged.InvoiceNo,
        };
        if (result.Step is { } step)
        {
            update ??= new CardUpdate(card);
            writer.Record(recorded with { Time = update.Take(staged.Event, step, now) });
            if (wasHeld && !step.Facts.IsHeld)
            {
                NoteNoLongerHeld(card);
            }
        }

        if (result.ChipNo > 0)
        {
            writer.RecordChip(recorded, result.ChipNo, staged.Chip!);
        }
    }

    /// <summary>
    /// Of an erased card no id is kept that has the card's number in it. Told again, its invoice is refused as a second one.
    /// </summary>
    private static string? SourceIdOf(StagedEvent staged, in RegisteredCard card) =>
        card.Facts.IsErased && staged.SourceId.Contains(staged.CardNo.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            ? null : staged.SourceId;

    /// <summary>The present card is through.</summary>
    private void CloseCard()
    {
        if (update is { IsChange: true })
        {
            writer.Update(update);
        }

        update = null;
    }

    private void NoteNoLongerHeld(in RegisteredCard card)
    {
        if (!noLongerHeld.TryGetValue(card.Customer, out var held))
        {
            noLongerHeld.Add(card.Customer, held = []);
        }

        if (held.Count == 0 || held[^1] != card.CardId)
        {
            held.Add(card.CardId);
        }
    }
}
