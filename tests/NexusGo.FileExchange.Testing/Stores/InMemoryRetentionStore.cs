using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// The double of <see cref="IRetentionStore"/>: cards as the rules look at them. Nothing expires in it, and a forecast is not kept.
/// </summary>
internal sealed class InMemoryRetentionStore : IRetentionStore
{
    public Dictionary<Guid, (CustomerId Customer, RetentionFacts Facts)> Cards { get; } = [];

    public List<Hold> Holds { get; } = [];

    /// <summary>Runs that were recorded: what was said of each.</summary>
    public List<string> Runs { get; } = [];

    /// <summary>How many cards each transaction was asked to erase.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>Cards that cannot be erased: a transaction with one of them fails.</summary>
    public HashSet<Guid> Refused { get; } = [];

    public Guid Add(CustomerId customer, RetentionFacts facts)
    {
        var card = Guid.CreateVersion7();
        Cards.Add(card, (customer, facts));
        return card;
    }

    public Task<IReadOnlyList<DueCard>> DueAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset at,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DueCard>>([.. Cards.Where(card => card.Value.Customer == customer)
            .Select(card => (card.Key, Due: RetentionRules.Due(card.Value.Facts, terms.Months, terms.UnfinishedMonths)))
            .Where(card => card.Due is { } due && due.DueAt <= at)
            .Select(card => new DueCard(card.Key, card.Due!.Value.Cause, SwedishTime.DateOf(card.Due.Value.DueAt)))]);

    public Task<IReadOnlyList<Hold>> HoldsAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Hold>>([.. Holds.Where(hold => hold.Customer == customer.Value && hold.IsActive(now))
            .OrderByDescending(hold => hold.Until)]);

    public async Task<int?> EraseAsync(CustomerId customer, RetentionTerms terms, ErasureCause cause, IReadOnlyList<Guid> cards,
        DateTimeOffset at, Guid runId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Batches.Add(cards.Count);
        if ((await HoldsAsync(customer, now, cancellationToken)).Count > 0)
        {
            return null;
        }

        if (cards.Any(Refused.Contains))
        {
            throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: false, "A card cannot be erased.");
        }

        var due = (await DueAsync(customer, terms, at, cancellationToken)).Where(card => card.Cause == cause && cards.Contains(card.CardId))
            .ToList();
        var keepsNumber = new ErasureOrder(cause, terms.ProfileVersion).KeepsNumber;
        foreach (var card in due.Select(card => card.CardId))
        {
            var facts = Cards[card].Facts;
            Cards[card] = (customer, facts with
            {
                IsErased = true,
                Status = cause == ErasureCause.HoldTimeout ? CardStatus.Cancelled : facts.Status,
                KeptUntil = keepsNumber ? now + RetentionRules.OutOfUse : null,
            });
        }

        return due.Count;
    }

    public Task<(int Expired, bool More)> ExpireAsync(CustomerId customer, DateOnly today, DateTimeOffset now, int most,
        CancellationToken cancellationToken) => Task.FromResult((0, false));

    public Task ForecastAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task RecordRunAsync(CustomerId customer, Guid runId, string detail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Runs.Add(detail);
        return Task.CompletedTask;
    }
}
