using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Ends the hold on cards of one customer, however many: every event that waits on them gets its last word from
/// <see cref="HeldEventResolver"/>.
/// </summary>
internal sealed class HeldEventSettlement(ICardEventWriter writer, Uuid7Sequence ids, DateTimeOffset now)
{
    /// <param name="customer">Whose cards.</param>
    /// <param name="cards">The cards.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="decided">The PRODUCED it was decided on; null when overtaken.</param>
    /// <param name="cancellationToken">Stops the work; the transaction is not to be committed then.</param>
    /// <returns>How many events got their last word.</returns>
    public async Task<int> RunAsync(CustomerId customer, IReadOnlyList<Guid> cards, HeldDecision decision, Guid? decided,
        CancellationToken cancellationToken)
    {
        var waiting = await writer.ReadWaitingAsync(customer, cards, cancellationToken).ConfigureAwait(false);
        foreach (var card in waiting.GroupBy(one => one.Card.CardId))
        {
            Settle([.. card], decision, decided);
        }

        CrashPoint.Pass("held.settling");
        await writer.WriteAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("held.settled");
        return waiting.Count;
    }

    private void Settle(WaitingEvent[] held, HeldDecision decision, Guid? decided)
    {
        var update = new CardUpdate(held[0].Card);
        foreach (var settled in HeldEventResolver.Settle(held[0].Card.Facts, [.. held.Select(one => one.Event)], decision, decided, now))
        {
            var waited = held.First(one => one.Event.EventId == settled.Settles);
            var lastWord = new RecordedEvent
            {
                EventId = ids.Next(),
                Customer = waited.Card.Customer,
                CardId = waited.Card.CardId,
                Kind = settled.Event.Kind,
                Time = update.Take(settled.Event, settled.Step, now),
                Step = settled.Step,
                ReasonCode = settled.Event.Kind == waited.Event.Kind ? waited.ReasonCode : HeldEventResolver.SentBack,
                InvoiceNo = waited.InvoiceNo,
                Settles = settled.Settles,
            };
            writer.Record(lastWord);
            writer.CopyShipment(settled.Settles, lastWord.EventId);
            if (settled is { Event.Kind: CardEventKind.Produced, Step.Effect: EventEffect.Applied })
            {
                writer.CopyChips(settled.Settles, lastWord.EventId);
            }
        }

        if (update.IsChange)
        {
            writer.Update(update);
        }
    }
}
