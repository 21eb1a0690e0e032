using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>The restore gate's view of the cards' database and of the vault.</summary>
internal interface IErasureReplay
{
    /// <summary>Which entries of a journal this database knows.</summary>
    Task<IReadOnlySet<long>> KnownAsync(CustomerId customer, string journal, CancellationToken cancellationToken);

    /// <summary>Which entries of a journal have had their cards' keys destroyed in the vault.</summary>
    Task<IReadOnlySet<long>> WithoutKeysAsync(CustomerId customer, string journal, CancellationToken cancellationToken);

    /// <summary>Destroys the keys of an entry's cards again, in a vault that is older than the erasure.</summary>
    Task DestroyKeysAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Erases again what an entry says. Returns how many cards were there to erase.</summary>
    Task<int> ReplayAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken);
}
