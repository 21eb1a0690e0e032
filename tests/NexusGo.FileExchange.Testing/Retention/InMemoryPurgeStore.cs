using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>
/// The double of <see cref="IPurgeStore"/>. No double sets files aside or keeps the bytes of reports about erased cards, so of these it
/// removes none.
/// </summary>
internal sealed class InMemoryPurgeStore(InMemoryExchange exchange) : IPurgeStore
{
    public Task<int> SweepCardKeysAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var old in exchange.KeyDestructions.Where(one => one.Key.Customer == customer
                && one.Value.DestroyedAt < limits.ErasuresBefore).ToList())
            {
                exchange.KeyDestructions.Remove(old.Key);
            }

            var looked = exchange.PendingOrders.FindAll(one => one.Customer == customer && one.WrittenAt <= limits.UncertainOrdersUntil);
            exchange.PendingOrders.RemoveAll(looked.Contains);
            return Task.FromResult(looked.Count(one => !exchange.Cards.Exists(card => card.OrderId == one.OrderId)));
        }
    }

    public Task<PurgeResult> PurgeAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var contents = 0;
            foreach (var file in exchange.Files.Where(file => file.Claimed.Customer == customer))
            {
                file.IsNameForgotten |= file.ClosedAt < limits.NamesBefore;
                if (file.Verdict is { AcceptedContentMac.IsEmpty: false } verdict && verdict.StoredAt < limits.ContentsBefore
                    && exchange.ForgottenContents.Add(file.Claimed.FileId))
                {
                    contents++;
                }
            }

            foreach (var mark in exchange.Messages.Where(one => one.Key.Customer == customer
                && one.Value.At < limits.Now.AddDays(-MessageMarks.Days)).ToList())
            {
                exchange.Messages.Remove(mark.Key);
            }

            var evidence = exchange.Erasures.RemoveAll(one => one.Customer == customer && one.Record.ErasedAt < limits.ErasuresBefore)
                + exchange.HoldRows.RemoveAll(hold => hold.Customer == customer.Value
                    && (hold.EndedAt ?? hold.Until) < limits.EvidenceBefore);
            return Task.FromResult(new PurgeResult(Quarantined: 0, Reports: 0, contents, evidence));
        }
    }
}
