using System.Globalization;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What erasing does in the ledgers of the doubles. To be called under <see cref="InMemoryExchange.Gate"/>.</summary>
internal static class InMemoryErasure
{
    /// <summary>Erases what these cards still hold, and records it. A record is written for a repeated erasure of nothing, too.</summary>
    /// <returns>How many cards.</returns>
    public static int Erase(InMemoryExchange exchange, CustomerId customer, ErasureOrder order, (string Journal, long EntryNo) entry,
        IReadOnlyList<Guid> cards, DateTimeOffset now, DateTimeOffset? erasedAt = null)
    {
        var erased = exchange.Cards.Where(card => card.Customer == customer && cards.Contains(card.Card.CardId)
            && HoldsSomething(exchange, card)).Select(card => card.Card.CardId).ToList();
        if (erased.Count == 0 && erasedAt is null)
        {
            return 0;
        }

        foreach (var cardId in erased)
        {
            exchange.Change(cardId, card => card with
            {
                Card = new SealedCard(cardId, default, null),
                KeptReference = order.KeepsNumber ? card.Card : null,
                CardNo = order.KeepsNumber ? card.CardNo : 0,
                RefIndex = 0,
                PersonIndex = 0,
                SealedPhoto = null,
            });
            exchange.Register.Erase(cardId);
        }

        var record = new ErasureRecord
        {
            EvidenceId = exchange.NextId(),
            Cause = order.Cause.ToWireName(),
            RequestRef = order.Subject,
            RunId = order.RunId,
            ProfileVersion = order.ProfileVersion,
            Cards = erased.Count,
            KeepsNumber = order.KeepsNumber,
            ErasedAt = erasedAt ?? now,
            RepeatedAt = erasedAt is null ? null : now,
            Journal = entry.Journal,
            EntryNo = entry.EntryNo,
        };
        exchange.Erasures.Add((customer, record));
        exchange.KeyDestructions.TryAdd((customer, entry.Journal, entry.EntryNo), new KeyDestruction(now, null, null));
        InMemoryAuditLog.Append(exchange, customer, erasedAt is null ? "CARDS_ERASED" : "ERASURE_REPEATED", record.EvidenceId.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"cards={erased.Count};journal={entry.Journal}/{entry.EntryNo}"), now);
        return erased.Count;
    }

    /// <summary>Whether there is anything left to erase of a card: all of it, or the number of a cancelled one.</summary>
    public static bool HoldsSomething(InMemoryExchange exchange, CardRow card) =>
        !exchange.Register.Cards[card.Card.CardId].Card.Facts.IsErased || card.KeptReference is not null;
}
