namespace NexusGo.FileExchange.Customers;

/// <summary>
/// The right to work on one customer's area, held by one worker at a time. The token rises with every change of owner and is compared
/// inside every storing transaction (M. Kleppmann, "How to do distributed locking", 2016): a worker that was paused past its lease can
/// compute but not store.
/// </summary>
public sealed record AreaLease(CustomerId Customer, string Owner, long Token)
{
    /// <summary>Who held it before, if that was another worker, or another run of this one, and let it lapse; null: it was free.</summary>
    public string? TakenFrom { get; init; }

    /// <summary>How many storing transactions of that one were still open and were ended.</summary>
    public int EndedTransactions { get; init; }
}
