using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The rows of a report that answers no file: its bytes in sealed blocks, and its place in the queue to its receiver.</summary>
internal static class ReportRows
{
    /// <summary>
    /// The place of the next report of a series in the queue to its receiver: after the one before, also by the clock of a worker that is
    /// behind or that waited for the series, because reports go out in this order.
    /// </summary>
    private const string AfterTheLast = "+ interval '1 microsecond'";

    public static async Task WriteAsync(CustomerSession session, CustomerId receiver, ReportDraft report, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await ReportBlocks.WriteAsync(session, receiver.Value, report, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"""
            insert into exchange.pending_report (report_id, customer_id, kind, position, folder, name, size_bytes, sha256, wrapped_key,
                created_at, next_attempt_at, queued_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10,
                greatest($10, (select last_at {AfterTheLast} from exchange.report_series where customer_id = $2 and kind = $3)))
            """, [report.ReportId, receiver.Value, report.Kind.Prefix(), (short)report.Kind, report.Folder, report.Name, report.SizeBytes,
            report.Sha256,
                report.Sealer.WrappedKey, now], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last number of a series and how far it went. Locked until the transaction ends; a series begins before 1.</summary>
    public static async Task<(long Sequence, long Position)> LockSeriesAsync(CustomerSession session, CustomerId receiver, ReportKind kind,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            insert into exchange.report_series as s (customer_id, kind, last_seq, last_position, last_at) values ($1, $2, 0, 0, $3)
            on conflict (customer_id, kind) do update set last_seq = s.last_seq
            returning last_seq, last_position
            """, receiver.Value, kind.Prefix(), now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    public static Task MoveSeriesAsync(CustomerSession session, CustomerId receiver, ReportKind kind, long sequence, long position,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"""
            update exchange.report_series set last_seq = $3, last_position = $4, last_at = greatest($5, last_at {AfterTheLast})
            where customer_id = $1 and kind = $2
            """,
            [receiver.Value, kind.Prefix(), sequence, position, now], cancellationToken);
}
