using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Health;

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
    /// <summary>The worker that had the area last, and until when its lease lasts or lasted; null: nobody ever had it.</summary>
    public string? LeaseOwner { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    /// <summary>Files claimed whose last attempt failed: they cannot be read, or not be finished.</summary>
    public long FailingFiles { get; init; }
    public Trouble? FailingFile { get; init; }
    /// <summary>Why the oldest report that was tried could not be delivered.</summary>
    public Trouble? WaitingReport { get; init; }
    /// <summary>Why the oldest consumed file could not be removed.</summary>
    public Trouble? Removal { get; init; }
    public DateTimeOffset? OldestToRemove { get; init; }
    public DateTimeOffset? OldestQuarantined { get; init; }
    public DateTimeOffset? OldestForeignEntry { get; init; }
    /// <summary>Entries of the inbox that no worker has taken.</summary>
    public long Unclaimed { get; init; }
    public DateTimeOffset? OldestUnclaimed { get; init; }
    /// <summary>The oldest of them, safe to show.</summary>
    public string? OldestUnclaimedName { get; init; }
    /// <summary>Cards in one stage for longer than agreed.</summary>
    public long OverdueCards { get; init; }
    /// <summary>The stage with the oldest of them.</summary>
    public string? OverdueStatus { get; init; }
    public DateTimeOffset? OverdueSince { get; init; }
    /// <summary>In what its server differs from what was agreed, in words; null: in nothing that is known.</summary>
    public string? ServerChanges { get; init; }
    public DateTimeOffset? ServerChangedAt { get; init; }
    /// <summary>What an operator decided last; it may be over.</summary>
    public AreaPause? Pause { get; init; }
}

/// <param name="Since">When the oldest that it is about began to wait.</param>
/// <param name="Reason">A <see cref="Diagnostics.FailureReason"/>, or the name of a defect.</param>
/// <param name="Text">Path and the server's own message; null: not known.</param>
public sealed record Trouble(DateTimeOffset? Since, string Reason, string? Text)
{
    public override string ToString() => Text is null ? Reason : $"{Reason}: {Text}";
}

/// <param name="Areas">By area; one that nothing is known of is not in it.</param>
/// <param name="Jobs">How jobs went, of all areas.</param>
/// <param name="LivingWorkers">Runs of workers that live.</param>
/// <param name="DatabaseClock">What time the database thinks it is.</param>
public sealed record ExchangeFacts(IReadOnlyDictionary<string, AreaCounts> Areas, ILookup<string, JobState> Jobs,
    IReadOnlyCollection<string> LivingWorkers, DateTimeOffset DatabaseClock);
