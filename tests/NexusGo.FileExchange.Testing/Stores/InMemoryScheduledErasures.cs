using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IScheduledErasures"/>. It leaves to others what the partner was asked to cancel.</summary>
internal sealed class InMemoryScheduledErasures(InMemoryExchange exchange) : IScheduledErasures
{
    public Task<long> RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (exchange.IsHeld(profile.Id))
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
            Close(profile.Id);
            return Task.FromResult((long)ready.Count);
        }
    }

    /// <summary>Of a request of which nothing is left the person is forgotten.</summary>
    private void Close(CustomerId customer)
    {
        foreach (var (request, answered) in exchange.AnsweredRequests.Where(one => one.Key.Customer == customer
            && one.Value.PersonIndex is not null
            && !exchange.ScheduledErasures.Any(row => row.Customer == customer && row.Reference == one.Key.Reference)).ToList())
        {
            exchange.AnsweredRequests[request] = answered with { PersonIndex = null };
        }
    }
}
