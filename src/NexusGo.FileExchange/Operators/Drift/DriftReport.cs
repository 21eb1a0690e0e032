namespace NexusGo.FileExchange.Operators.Drift;

/// <summary>How many files of a kind had which verdict in a month, and their rows.</summary>
public sealed record DriftFiles(string Kind, string Status, long Files, long Rows, long Accepted, long Rejected, long OnHold);

/// <summary>How often a code was found in a month.</summary>
/// <param name="Code">A published code.</param>
/// <param name="Files">Files in which it was.</param>
/// <param name="Findings">How often; for a code that refuses a whole file, the files.</param>
public sealed record DriftCode(string Code, long Files, long Findings);

/// <summary>How a customer's files kept the agreement in one month. Counts and published codes; no personal data.</summary>
public sealed record DriftReport
{
    /// <summary>A whole file that is refused costs a customer about as much as so many rows.</summary>
    private const int RowsOfAFile = 20;

    public required string Customer { get; init; }
    public required string Name { get; init; }
    /// <summary>The first day of the month (Swedish calendar).</summary>
    public required DateOnly Month { get; init; }
    public required string ProfileVersion { get; init; }
    public required IReadOnlyList<DriftFiles> Files { get; init; }
    /// <summary>Most frequent first.</summary>
    public required IReadOnlyList<DriftCode> Codes { get; init; }

    public long FilesInAll => Files.Sum(one => one.Files);

    public long FilesRefused => Files.Where(one => one.Status == "REJECTED").Sum(one => one.Files);

    public long RowsInAll => Files.Sum(one => one.Rows);

    public long RowsRefused => Files.Sum(one => one.Rejected);

    /// <summary>The three codes whose mending would save most: errors, weighed by the rows they cost. Warnings cost nothing.</summary>
    public IReadOnlyList<DriftCode> WorthMending => [.. Codes.Where(one => !one.Code.StartsWith("W-", StringComparison.Ordinal))
        .OrderByDescending(one => one.Code.StartsWith("F-", StringComparison.Ordinal) ? one.Findings * RowsOfAFile : one.Findings)
        .ThenBy(one => one.Code, StringComparer.Ordinal).Take(3)];
}
