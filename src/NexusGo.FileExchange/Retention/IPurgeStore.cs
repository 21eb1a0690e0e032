using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>How much technical data has had its time.</summary>
public sealed record PurgeResult(int Quarantined, int Reports, int Contents, int Evidence)
{
    public bool IsNothing => Quarantined + Reports + Contents + Evidence == 0;
}

/// <summary>What has had its time and is no person's data in a card.</summary>
internal interface IPurgeStore
{
    /// <summary>Destroys card keys whose cards were never stored. Returns of how many orders.</summary>
    Task<int> SweepCardKeysAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken);

    /// <summary>Removes everything that is beyond the limits, in one transaction.</summary>
    Task<PurgeResult> PurgeAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken);
}
