using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Inbound;

/// <summary>The verdict on a file as it is stored.</summary>
internal sealed record FileVerdict
{
    public required string FileStatus { get; init; }
    public string? ErrorCode { get; init; }
    public required RowCounts Rows { get; init; }
    public ReadOnlyMemory<byte> Sha256 { get; init; }
    /// <summary>Set when this content counts as seen from now on.</summary>
    public ReadOnlyMemory<byte> AcceptedContentMac { get; init; }
    public string? SignedBy { get; init; }
    public string? LocalId { get; init; }
    public long? SequenceNo { get; init; }
    /// <summary>Whether the sequence number is used up.</summary>
    public bool SequenceAccepted { get; init; }
    public Guid? FirstFileId { get; init; }
    public required string ProfileVersion { get; init; }
    public required DateTimeOffset StoredAt { get; init; }
    /// <summary>Codes of the warnings that concern the whole file, such as a certificate that ends soon.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
    /// <summary>How often each code was found in the rows.</summary>
    public IReadOnlyDictionary<string, int> Findings { get; init; } = new Dictionary<string, int>();
    /// <summary>The order made, or null when no card was stored.</summary>
    public OrderDraft? Order { get; init; }
    /// <summary>The sealed copy of a file set aside, or null.</summary>
    public ReportDraft? Quarantine { get; init; }
    /// <summary>How much may be set aside for the customer, this file included; beyond it the file is answered and not kept.</summary>
    public QuarantineQuota QuarantineQuota { get; init; }

    /// <summary>What every verdict on that file says, whatever the file is for.</summary>
    /// <param name="incoming">The file.</param>
    /// <param name="profile">The agreement it was read by.</param>
    /// <param name="fate">Its status, and the code where it is refused.</param>
    /// <param name="rows">What became of its rows.</param>
    /// <param name="signedBy">Who signed it, or null.</param>
    /// <param name="warnings">Warnings about the whole file.</param>
    /// <param name="now">When it is stored.</param>
    public static FileVerdict Of(IncomingFile incoming, CustomerProfile profile, (string Status, string? Code) fate, RowCounts rows,
        string? signedBy, IReadOnlyList<(string Code, string Hint)> warnings, DateTimeOffset now) => new()
        {
            FileStatus = fate.Status,
            ErrorCode = fate.Code,
            Rows = rows,
            Sha256 = incoming.Sha256,
            SignedBy = signedBy,
            LocalId = incoming.LocalId,
            SequenceNo = incoming.SequenceNo,
            Warnings = [.. warnings.Select(warning => warning.Code).Distinct()],
            ProfileVersion = profile.Version,
            StoredAt = now,
        };

    /// <summary>
    /// Whether the file's signed message cannot be sent a second time. What was refused was not taken: corrected on our side, it may come
    /// again. A rehearsal counts whatever came of it.
    /// </summary>
    public bool UsesMessageOf(InboundFile file) =>
        !file.MessageMark.IsEmpty
            && (file.IsTest || (file.Kind is InboundKind.Order or InboundKind.Photo && FileStatus != FileStatuses.Rejected));
}

/// <param name="Files">Most files.</param>
/// <param name="Bytes">Most bytes of all of them.</param>
internal readonly record struct QuarantineQuota(int Files, long Bytes);

/// <param name="OrderId">Its id.</param>
/// <param name="OrderNo">With check digit.</param>
/// <param name="Cards">How many cards were stored.</param>
/// <param name="NeedsApproval">Whether it waits for a second person.</param>
internal sealed record OrderDraft(Guid OrderId, long OrderNo, int Cards, bool NeedsApproval);
