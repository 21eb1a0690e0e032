using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>The wrapped keys of a customer's cards, as a rotation of the customer key sees them.</summary>
internal interface ICardKeyRotationStore
{
    /// <summary>How many cards' keys are wrapped under another customer key than this one.</summary>
    Task<long> CountUnderOthersAsync(CustomerId customer, Guid customerKeyId, CancellationToken cancellationToken);

    /// <summary>Some of them, at most so many, in the order of the cards' ids.</summary>
    Task<IReadOnlyList<(Guid CardId, WrappedCardKey Key)>> UnderOthersAsync(CustomerId customer, Guid customerKeyId, int most,
        CancellationToken cancellationToken);

    /// <summary>
    /// Puts other wrappings of the same keys in their places, durable when the task ends. Cards that have been erased meanwhile stay
    /// without.
    /// </summary>
    Task ReplaceAsync(CustomerId customer, Guid customerKeyId, IReadOnlyList<(Guid CardId, byte[] Wrapped)> rewrapped, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>
    /// Destroys the customer's retired card keys under which no card's key is left, waiting for whoever is about to commit one. Returns
    /// false when some is still in use.
    /// </summary>
    Task<bool> DestroyRetiredAsync(CustomerId customer, CancellationToken cancellationToken);
}
