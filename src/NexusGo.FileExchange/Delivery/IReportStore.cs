using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Delivery;

/// <summary>A stored report that is to be delivered.</summary>
internal sealed record DueReport
{
    public required Guid ReportId { get; init; }
    public required CustomerId Customer { get; init; }
    /// <summary>The inbound file it answers, or null.</summary>
    public Guid? FileId { get; init; }
    public required ReportKind Kind { get; init; }
    public required string Folder { get; init; }
    public required string Name { get; init; }
    public required long SizeBytes { get; init; }
    public required ReadOnlyMemory<byte> Sha256 { get; init; }
    public required ReadOnlyMemory<byte> WrappedKey { get; init; }
    /// <summary>Failed attempts so far.</summary>
    public required int Attempts { get; init; }
}

/// <summary>Reports between their making and their delivery.</summary>
internal interface IReportStore
{
    /// <summary>Undelivered reports whose time has come, oldest first; the reports of one file stand together, the receipt last.</summary>
    Task<IReadOnlyList<DueReport>> DueAsync(CustomerId customer, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>How many reports wait, due or not.</summary>
    Task<long> WaitingAsync(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Sealed block number <paramref name="blockNo"/> (from 0) of a report, or null past its end.</summary>
    Task<byte[]?> BlockAsync(CustomerId customer, Guid reportId, int blockNo, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that reports are at the customer's. Losing this note only leads to a delivery that finds the same file there.
    /// </summary>
    Task MarkDeliveredAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes a failed attempt.</summary>
    Task MarkFailedAsync(CustomerId customer, Guid reportId, string problem, string? text, DateTimeOffset nextAttemptAt,
        CancellationToken cancellationToken);

    /// <summary>
    /// Gives a report another name because a foreign file has its first one; false when that name is given to another report.
    /// </summary>
    Task<bool> RenameAsync(CustomerId customer, Guid reportId, string name, CancellationToken cancellationToken);
}
