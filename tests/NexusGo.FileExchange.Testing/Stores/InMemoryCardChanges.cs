using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What a transaction of a double does to stored cards: their life in a copy of the register, everything else as steps that its commit
/// takes. The database makes others wait for such a transaction; here the commit of the second one is refused.
/// </summary>
internal sealed class InMemoryCardChanges
{
    private readonly InMemoryExchange exchange;
    private readonly InMemoryCardRegister before;
    private readonly InMemoryCardRegister copy;
    private readonly List<Action> steps = [];

    public InMemoryCardChanges(InMemoryExchange exchange)
    {
        this.exchange = exchange;
        (before, copy) = (exchange.Register.Copy(), exchange.Register.Copy());
    }

    public CustomerCardUpdates Updates(DateTimeOffset now) =>
        new(new InMemoryCardEventWriter(copy, exchange.Register), new Uuid7Sequence(new FakeTimeProvider(now)), now);

    public RegisteredCard CardOf(Guid cardId) => copy.Cards[cardId].Card;

    /// <summary>Adds what the commit does besides.</summary>
    public void Then(Action step) => steps.Add(step);

    /// <summary>Nothing of a card is left but what happened to it, and perhaps its number.</summary>
    public void Erase(Guid cardId, bool keepsNumber)
    {
        var entry = copy.Cards[cardId];
        copy.Cards[cardId] = entry with { Card = entry.Card with { Facts = entry.Card.Facts with { IsErased = true } } };
        Then(() => exchange.Change(cardId, card => card with
        {
            Card = new SealedCard(cardId, default, null),
            KeptReference = keepsNumber ? card.Card : null,
            RefIndex = 0,
            PersonIndex = 0,
            CardNo = keepsNumber ? card.CardNo : 0,
            SealedPhoto = null,
        }));
    }

    /// <summary>Takes everything over, under the exchange's gate.</summary>
    public void Commit()
    {
        exchange.Register.Take(before, copy);
        steps.ForEach(step => step());
    }
}
