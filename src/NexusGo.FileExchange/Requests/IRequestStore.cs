using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Requests;

/// <summary>Stores what came of one request file, all or nothing.</summary>
internal interface IRequestStore
{
    /// <summary>Begins the one transaction of a file. A customer's request files wait for each other here, so that no two decide about the same order.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker holds the area; database reasons.</exception>
    Task<IRequestTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken);
}

/// <summary>The one transaction of a request file. Disposing it without a commit undoes everything.</summary>
internal interface IRequestTransaction : IAsyncDisposable
{
    /// <inheritdoc cref="IFileTransaction.UseReplyNameAsync"/>
    Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken);

    /// <summary>Earlier answers to these references, and the orders that the rows name.</summary>
    Task<KnownRequests> FindAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken);

    /// <summary>Carries the decisions out and keeps the answers. Cards of declined orders lose their personal data and their keys here.</summary>
    Task ApplyAsync(RequestEffects effects, CancellationToken cancellationToken);

    /// <inheritdoc cref="IFileTransaction.CommitAsync"/>
    Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken);
}

/// <summary>What is already known about the rows of a request file.</summary>
internal sealed class KnownRequests
{
    /// <summary>Answers given before, by reference.</summary>
    public Dictionary<string, (ReadOnlyMemory<byte> ContentIndex, RequestAnswer Answer)> Answered { get; } = new(StringComparer.Ordinal);

    public List<OrderToDecide> Orders { get; } = [];
}

/// <summary>An order that a request names.</summary>
internal sealed class OrderToDecide
{
    public required Guid OrderId { get; init; }
    public required long OrderNo { get; init; }
    /// <summary>Name of its file.</summary>
    public required string FileName { get; init; }
    /// <summary>Who signed it, or null.</summary>
    public string? SignedBy { get; init; }
    /// <summary>PENDING, APPROVED, DECLINED, or null when it never needed a second person. Follows the decisions of the rows before.</summary>
    public string? Approval { get; set; }
}

/// <summary>What a request file is to change.</summary>
internal sealed record RequestEffects
{
    public required IReadOnlyList<OrderToDecide> Approved { get; init; }
    public required IReadOnlyList<OrderToDecide> Declined { get; init; }
    /// <summary>Answers that are kept, so that a repeat of the request gets the same.</summary>
    public required IReadOnlyList<(RequestRow Row, RequestAnswer Answer)> Kept { get; init; }
    /// <summary>Who decided: person and fingerprint.</summary>
    public string? SignedBy { get; init; }
    public required DateTimeOffset Now { get; init; }
}
