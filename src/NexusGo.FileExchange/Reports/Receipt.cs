using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>What is told about one inbound file; the single data line of RCP.</summary>
public sealed record Receipt
{
    public required string FileName { get; init; }
    public string? LocalId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required long SizeBytes { get; init; }
    /// <summary>SHA-256 of the file as uploaded; empty when it was refused unread.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; init; }
    /// <summary>Person and primary fingerprint, or null.</summary>
    public string? SignedBy { get; init; }
    public long? SequenceNo { get; init; }
    public long? NextSequenceNo { get; init; }
    /// <summary>ACCEPTED, PARTIAL, REJECTED, DUPLICATE or PENDING_APPROVAL.</summary>
    public required string FileStatus { get; init; }
    public string? ErrorCode { get; init; }
    /// <summary>Name of the first file with the same content.</summary>
    public string? FirstFile { get; init; }
    public RowCounts Rows { get; init; }
    public required string ProfileVersion { get; init; }
    /// <summary>Codes of warnings about the whole file. Their texts are in ERR.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    internal async ValueTask WriteAsync(Stream destination, AnswerSettings settings, CancellationToken cancellationToken)
    {
        await using var csv = new CsvTable(destination, settings);
        csv.WriteHeader(["file_name", "local_id", "received_at", "size_bytes", "sha256", "signed_by", "seq", "next_seq", "file_status",
            "error_code",
            "first_file", "rows_total", "rows_accepted", "rows_rejected", "rows_on_hold", "rows_unchanged", "profile_version", "warnings"]);
        csv.Text(FileName);
        csv.Code(LocalId);
        csv.Instant(ReceivedAt);
        csv.Count(SizeBytes);
        csv.Text(Convert.ToHexStringLower(Sha256.Span));
        csv.Text(SignedBy);
        csv.Code(SequenceNo);
        csv.Code(NextSequenceNo);
        csv.Text(FileStatus);
        csv.Text(ErrorCode);
        csv.Text(FirstFile);
        csv.Count(Rows.Total);
        csv.Count(Rows.Accepted);
        csv.Count(Rows.Rejected);
        csv.Count(Rows.OnHold);
        csv.Count(Rows.Unchanged);
        csv.Text(ProfileVersion);
        csv.Text(string.Join(' ', Warnings));
        csv.EndRow();
        await csv.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>How many rows ended how.</summary>
public readonly record struct RowCounts(int Accepted, int Rejected, int OnHold, int Unchanged)
{
    public int Total => Accepted + Rejected + OnHold + Unchanged;
}
