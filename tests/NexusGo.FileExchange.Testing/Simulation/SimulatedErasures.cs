using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>The double of <see cref="IScheduledErasures"/>.</summary>
internal sealed class SimulatedErasures(InMemoryExchange exchange) : IScheduledErasures
{
    public Task<long> RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (exchange.HoldsInForce.Contains(profile.Id))
            {
                return Task.FromResult(0L);
            }

            var ready = exchange.ScheduledErasures.Select(one => one.CardId)
                .Where(cardId => exchange.Register.Cards[cardId].Card is var card
                && card.Customer == profile.CustomerId
                && card.Facts is { IsErased: true } or { State: not CardState.None, IsInvoiced: true }).ToHashSet();
            foreach (var cardId in ready)
            {
                exchange.Register.Erase(cardId);
            }

            exchange.EraseContent(ready);
            exchange.ScheduledErasures.RemoveWhere(one => ready.Contains(one.CardId));
            return Task.FromResult((long)ready.Count);
        }
    }
}
