using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>The database's side of the restore gate.</summary>
internal interface IErasureReplay
{
    /// <summary>Which entries of a journal this database knows.</summary>
    Task<IReadOnlySet<long>> KnownAsync(CustomerId customer, string journal, CancellationToken cancellationToken);

    /// <summary>Erases again what an entry says. Returns how many cards were there to erase.</summary>
    Task<int> ReplayAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken);
}
