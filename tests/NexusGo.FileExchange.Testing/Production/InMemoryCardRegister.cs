using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>
/// The cards of all customers and what happened to them, in memory. A transaction works on a copy; its commit is refused when somebody
/// else's came in between and changed one of its cards, as PostgreSQL's comparison does.
/// </summary>
internal sealed class InMemoryCardRegister
{
    private readonly Lock gate = new();

    public Dictionary<Guid, Entry> Cards { get; private init; } = [];

    /// <summary>In the order of their commits.</summary>
    public List<RecordedEvent> Events { get; private init; } = [];

    public List<(Guid EventId, short ChipNo, ChipReport Chip)> Chips { get; private init; } = [];

    /// <summary>How often anything was changed.</summary>
    public long Changes { get; private set; }

    /// <summary>Adds a card.</summary>
    public Guid Add(string customer, long cardNo, CardFacts facts, DateTimeOffset reportedAt)
    {
        var card = new RegisteredCard(Guid.CreateVersion7(), customer, facts, reportedAt);
        Cards.Add(card.CardId, new Entry(card, cardNo));
        return card.CardId;
    }

    /// <summary>A card that was ordered.</summary>
    internal void Begin(CardRow card) => Cards[card.Card.CardId] = new Entry(new RegisteredCard(card.Card.CardId, card.Customer.Value,
        new CardFacts(card.Outcome == RowOutcome.OnHold ? CardStatus.OnHold : CardStatus.Accepted, CardState.None, false, false),
        card.OrderedAt), card.CardNo);

    /// <summary>Makes a card what events would have made of it.</summary>
    internal void Set(long cardNo, CardFacts facts)
    {
        var entry = Cards.Values.Single(one => one.CardNo == cardNo);
        Cards[entry.Card.CardId] = entry with { Card = entry.Card with { Facts = facts } };
    }

    public RegisteredCard? Find(long cardNo) => Cards.Values.Where(one => one.CardNo == cardNo).Select(one => (RegisteredCard?)one.Card)
        .FirstOrDefault();

    /// <summary>Notes that a card's personal data is gone.</summary>
    internal void Erase(Guid cardId)
    {
        Changes++;
        var entry = Cards[cardId];
        Cards[cardId] = entry with { Card = entry.Card with { Facts = entry.Card.Facts with { IsErased = true } } };
    }

    internal InMemoryCardRegister Copy()
    {
        lock (gate)
        {
            return new InMemoryCardRegister
            {
                Cards = Cards.ToDictionary(),
                Events = [.. Events],
                Chips = [.. Chips],
            };
        }
    }

    /// <summary>Takes over what a transaction added to its copy.</summary>
    internal void Take(InMemoryCardRegister before, InMemoryCardRegister after)
    {
        lock (gate)
        {
            var changed = after.Cards.Where(one => one.Value != before.Cards.GetValueOrDefault(one.Key)).ToList();
            var events = after.Events.Skip(before.Events.Count).ToList();
            var known = Events.Skip(before.Events.Count).Select(one => one.SourceId).OfType<string>().ToHashSet(StringComparer.Ordinal);
            if (changed.Exists(one => Cards[one.Key] != before.Cards[one.Key]) || events.Exists(one => one.SourceId is { } id
                && known.Contains(id)))
            {
                throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true,
                    "Cards were changed by somebody else meanwhile.");
            }

            Changes++;
            foreach (var (cardId, entry) in changed)
            {
                Cards[cardId] = entry;
            }

            Events.AddRange(events);
            Chips.AddRange(after.Chips.Skip(before.Chips.Count));
        }
    }

    /// <param name="Card">The card.</param>
    /// <param name="CardNo">Its number.</param>
    internal sealed record Entry(RegisteredCard Card, long CardNo)
    {
        public DateTimeOffset? ProducedAt { get; init; }
        public DateTimeOffset? ShippedAt { get; init; }
        public DateTimeOffset? DeliveredAt { get; init; }
        public DateTimeOffset? InvoicedAt { get; init; }

        /// <summary>In how many batches it was.</summary>
        public int Batches { get; init; }
    }
}
