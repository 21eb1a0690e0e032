using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Inbound;

/// <summary>The words of verdicts on files, as in receipts and in the ledger.</summary>
internal static class FileStatuses
{
    public const string Accepted = "ACCEPTED";
    public const string Partial = "PARTIAL";
    public const string Rejected = "REJECTED";
    public const string Duplicate = "DUPLICATE";
    public const string PendingApproval = "PENDING_APPROVAL";

    public static readonly IReadOnlyList<string> All = [Accepted, Partial, Rejected, Duplicate, PendingApproval];

    /// <summary>
    /// The verdict on a file that was read to its end, by its rows. Where some were taken, the rows have their own codes and the file has
    /// none.
    /// </summary>
    /// <param name="rows">What became of them.</param>
    /// <param name="firstCode">The code of the first row that was not taken.</param>
    public static (string Status, string? Code) OfRows(RowCounts rows, string? firstCode) =>
        rows.Rejected == 0 ? (Accepted, null) : rows.Rejected < rows.Total ? (Partial, null) : (Rejected, firstCode);
}

/// <summary>How far the ledger is with an inbound file.</summary>
internal static class FileStates
{
    /// <summary>A worker has it, or had it and did not finish.</summary>
    public const string Claimed = "CLAIMED";

    /// <summary>Its verdict and answers are durable.</summary>
    public const string Stored = "STORED";

    /// <summary>Its answers are delivered and its source is gone.</summary>
    public const string Closed = "CLOSED";

    public static readonly IReadOnlyList<string> All = [Claimed, Stored, Closed];
}
