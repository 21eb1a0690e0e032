namespace NexusGo.FileExchange.Page.Queries;

/// <summary>How badly a customer needs a look: sorts the views, worst first.</summary>
internal static class CustomerTrouble
{
    /// <summary>A file or answer that waits longer than this does not move by itself.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>0: nothing is wrong.</summary>
    public static int Of(CustomerRow row, DateTimeOffset now) =>
        (row.Problem is not null ? 8 : 0)
        + (row.OldestUndelivered < now - Late || row.OldestOpen < now - Late ? 4 : 0)
        + (row.KeyDays <= 7 ? 4 : row.KeyDays is not null ? 1 : 0)
        + (row.Uncollected > 0 ? 2 : 0);
}
