using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>A card that is due.</summary>
/// <param name="CardId">The card.</param>
/// <param name="Cause">By which rule.</param>
/// <param name="DueOn">The day in Swedish time on which it became due.</param>
public readonly record struct DueCard(Guid CardId, ErasureCause Cause, DateOnly DueOn);

/// <summary>Due cards in the store, and the transactions that erase them.</summary>
internal interface IRetentionStore
{
    /// <summary>Everything that is due at that moment under these terms, in any order.</summary>
    Task<IReadOnlyList<DueCard>> DueAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset at,
        CancellationToken cancellationToken);

    /// <summary>Holds of the customer that are not over.</summary>
    Task<IReadOnlyList<Hold>> HoldsAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Erases these cards in one transaction, so far as they are still due at <paramref name="at"/> by that rule: what changed meanwhile is
    /// passed over. A row whose time on hold is up is cancelled first. Null: a hold was set, nothing was erased.
    /// </summary>
    Task<int?> EraseAsync(CustomerId customer, RetentionTerms terms, ErasureCause cause, IReadOnlyList<Guid> cards, DateTimeOffset at,
        Guid runId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Active cards whose last day of validity is over become expired; at most so many in one transaction, of some orders.
    /// </summary>
    /// <returns>How many, and whether there may be more.</returns>
    Task<(int Expired, bool More)> ExpireAsync(CustomerId customer, DateOnly today, DateTimeOffset now, int most,
        CancellationToken cancellationToken);

    /// <summary>
    /// Counts the cards that fall due in the coming months under these terms, by month and rule, in place of the last count.
    /// </summary>
    Task ForecastAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The audit entry of a run.</summary>
    Task RecordRunAsync(CustomerId customer, Guid runId, string detail, DateTimeOffset now, CancellationToken cancellationToken);
}
