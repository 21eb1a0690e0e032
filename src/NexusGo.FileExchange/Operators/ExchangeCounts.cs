using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Operators;

/// <summary>How much of what is waiting for one area, as the database has it.</summary>
public sealed record AreaCounts
{
    public required string Customer { get; init; }
    /// <summary>Files claimed and not closed.</summary>
    public long OpenFiles { get; init; }
    public DateTimeOffset? OldestOpenFile { get; init; }
    /// <summary>Answers and reports made and not delivered.</summary>
    public long WaitingReports { get; init; }
    public DateTimeOffset? OldestWaitingReport { get; init; }
    /// <summary>Why deliveries or removals failed last, by reason such as RemoteFull or RemoteDenied, and for how many.</summary>
    public IReadOnlyDictionary<string, long> Problems { get; init; } = new Dictionary<string, long>();
    /// <summary>Delivered files not consumed.</summary>
    public long Out { get; init; }
    /// <summary>Of these, the ones that operators were told of because nobody collects them.</summary>
    public long Uncollected { get; init; }
    public DateTimeOffset? OldestUncollected { get; init; }
    /// <summary>Consumed files whose removal is still to come.</summary>
    public long ToRemove { get; init; }
    /// <summary>Delivered files in whose place something else lies; left alone.</summary>
    public long Changed { get; init; }
    /// <summary>Files set aside for a person to look at.</summary>
    public long Quarantined { get; init; }
    /// <summary>
    /// Entries of the inbox that are no files for us, of which the customer was told: folders, links, uploads that never ended.
    /// </summary>
    public long ForeignEntries { get; init; }
    /// <summary>Holds that stop the erasure of this customer's cards.</summary>
    public long Holds { get; init; }
    /// <summary>When the next of them ends by itself; null: there is none.</summary>
    public DateTimeOffset? NearestHoldEnd { get; init; }
    /// <summary>The worker that has the area, and until when unless it renews; null: nobody has.</summary>
    public string? LeaseOwner { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
}

/// <summary>Counts for operators.</summary>
public interface IExchangeCounts
{
    /// <exception cref="Diagnostics.FileExchangeException">The database failed.</exception>
    Task<AreaCounts> OfAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);
}
