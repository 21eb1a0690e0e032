using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Requests;

/// <summary>Stores what came of one request file, all or nothing.</summary>
internal interface IRequestStore
{
    /// <summary>
    /// Begins the one transaction of a file. A customer's request files wait for each other here, so that no two decide about the same
    /// order.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">LeaseLost: another worker holds the area; database reasons.</exception>
    Task<IRequestTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken);
}

/// <summary>The one transaction of a request file. Disposing it without a commit undoes everything.</summary>
internal interface IRequestTransaction : IAsyncDisposable
{
    /// <inheritdoc cref="IFileTransaction.UseReplyNameAsync"/>
    Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken);

    /// <summary>Earlier answers to these references.</summary>
    Task<Dictionary<string, AnsweredRequest>> FindAnsweredAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Everything that the rows select. From here on, where a row may change a card, nobody else changes cards of this customer until the
    /// transaction ends.
    /// </summary>
    /// <param name="rows">Rows that are right, allowed and not answered before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<KnownRequests> SelectAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken);

    /// <summary>Files for the customer that requests ask for.</summary>
    IRequestedReports Reports { get; }

    /// <summary>Carries the decisions out and keeps the answers. What is erased loses its personal data and its keys here.</summary>
    Task ApplyAsync(RequestEffects effects, CancellationToken cancellationToken);

    /// <inheritdoc cref="IFileTransaction.CommitAsync"/>
    Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken);
}

/// <summary>An earlier answer to a reference.</summary>
/// <param name="ContentIndex">Keyed hash of the request, without the person it may have named.</param>
/// <param name="PersonIndex">The person, while the request is open; otherwise null.</param>
/// <param name="Answer">What was answered.</param>
internal sealed record AnsweredRequest(ReadOnlyMemory<byte> ContentIndex, Guid? PersonIndex, RequestAnswer Answer)
{
    /// <summary>Whether a row asks for the same. Once a request is done nothing is known of its person any more.</summary>
    public bool IsSame(RequestRow row) => ContentIndex.Span.SequenceEqual(row.ContentIndex.Span)
        && (PersonIndex is null || PersonIndex == row.PersonIndex);
}

/// <summary>What the rows of a request file select.</summary>
internal sealed class KnownRequests
{
    public List<OrderToDecide> Orders { get; } = [];

    /// <summary>Whether a hold is in force.</summary>
    public bool IsHeld { get; set; }

    /// <summary>What rows about cards select, by row number. A row without any card has no entry.</summary>
    public Dictionary<int, SelectedCards> Cards { get; } = [];

    /// <summary>Delivered reports by name.</summary>
    public Dictionary<string, ReportToConsume> Delivered { get; } = new(StringComparer.Ordinal);

    /// <summary>REPORT rows for which there is something to tell again, by row number.</summary>
    public HashSet<int> Repeatable { get; } = [];

    /// <summary>Rows that select more than one file of requests may.</summary>
    public HashSet<int> TooMany { get; } = [];
}

/// <summary>What a row selects.</summary>
internal sealed class SelectedCards
{
    /// <summary>All of them.</summary>
    public required long Count { get; init; }

    /// <summary>Those that are not erased.</summary>
    public required long Open { get; init; }

    /// <summary>Those that are produced, invoiced and not erased.</summary>
    public required long Ready { get; init; }

    /// <summary>The cards themselves; empty where only their number matters.</summary>
    public List<CardToChange> Cards { get; } = [];
}

/// <summary>A delivered report that a request says has been taken.</summary>
internal sealed class ReportToConsume
{
    public required Guid ReportId { get; init; }
    public required bool IsConsumed { get; set; }
}

/// <summary>An order that a request names.</summary>
internal sealed class OrderToDecide
{
    public required Guid OrderId { get; init; }
    public required long OrderNo { get; init; }
    /// <summary>Name of its file.</summary>
    public required string FileName { get; init; }
    /// <summary>SHA-256 of its file as uploaded, 64 hex digits in lower case.</summary>
    public required string FileHash { get; init; }
    /// <summary>Who signed it, or null.</summary>
    public string? SignedBy { get; init; }
    /// <summary>
    /// PENDING, APPROVED, DECLINED, or null when it never needed a second person. Follows the decisions of the rows before.
    /// </summary>
    public string? Approval { get; set; }
    /// <summary>
    /// Whether cards of it wait because their person had the same product lately. Follows the decisions of the rows before.
    /// </summary>
    public required bool HasRepeatedPersons { get; set; }
}
