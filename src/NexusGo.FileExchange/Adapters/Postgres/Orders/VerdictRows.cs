using System.Globalization;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The rows of a verdict: the file, its order, its answers in sealed blocks, the audit entry.</summary>
internal sealed class VerdictRows(CustomerSession session, InboundFile file)
{
    private string Customer => file.Customer.Value;

    public async Task WriteAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken)
    {
        foreach (var answer in answers)
        {
            await ReportBlocks.WriteAsync(session, Customer, answer, cancellationToken).ConfigureAwait(false);
        }

        var isKept = verdict.Quarantine is not null && await FitsQuotaAsync(verdict, cancellationToken).ConfigureAwait(false);
        if (isKept && verdict.Quarantine is { } quarantine)
        {
            await ReportBlocks.WriteAsync(session, Customer, quarantine, cancellationToken).ConfigureAwait(false);
        }

        await using var batch = session.Batch();
        AddVerdict(batch, verdict, isKept);
        foreach (var answer in answers)
        {
            batch.Add("""
                insert into exchange.pending_report (report_id, customer_id, file_id, kind, position, folder, name, size_bytes, sha256,
                    wrapped_key, created_at, next_attempt_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
                """, answer.ReportId, Customer, file.FileId, answer.Kind.Prefix(), (short)answer.Kind, answer.Folder, answer.Name,
                answer.SizeBytes,
                answer.Sha256, answer.Sealer.WrappedKey, verdict.StoredAt);
        }

        CrashPoint.Pass("verdict.writing");
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("verdict.written");
        await AuditChain.AppendAsync(session, Customer, "FILE_STORED", file.FileId.ToString(), Detail(verdict), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The customer's files are stored one at a time, so that what is counted here stays true until the commit.</summary>
    private async Task<bool> FitsQuotaAsync(FileVerdict verdict, CancellationToken cancellationToken)
    {
        await using var command = session.Command(
            "select count(*) < $2 and coalesce(sum(size_bytes), 0) + $3 <= $4 from exchange.quarantined_file where customer_id = $1",
            Customer, (long)verdict.QuarantineQuota.Files, verdict.Quarantine!.SizeBytes, verdict.QuarantineQuota.Bytes);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    private void AddVerdict(NpgsqlBatch batch, FileVerdict verdict, bool isKept)
    {
        batch.Add("""
            update exchange.inbound_file set state = 'STORED', file_status = $2, error_code = $3, sha256 = $4, content_mac = $5,
                signed_by = $6, local_id = $7,
                sequence_no = $8, first_file_id = $9, rows_total = $10, rows_accepted = $11, rows_rejected = $12, rows_on_hold = $13,
                    rows_unchanged = $14,
                profile_version = $15, stored_at = $16, last_problem = null
            where file_id = $1
            """, file.FileId, verdict.FileStatus, verdict.ErrorCode, verdict.Sha256, NullIfEmpty(verdict.AcceptedContentMac),
            verdict.SignedBy, verdict.LocalId,
            verdict.SequenceNo, verdict.FirstFileId, verdict.Rows.Total, verdict.Rows.Accepted, verdict.Rows.Rejected, verdict.Rows.OnHold,
                verdict.Rows.Unchanged,
            verdict.ProfileVersion, verdict.StoredAt);
        if (verdict.Findings.Count > 0)
        {
            batch.Add("""
                insert into exchange.file_finding (file_id, customer_id, code, findings)
                select $1, $2, f.code, f.findings from unnest($3, $4) f (code, findings)
                """, file.FileId, Customer, verdict.Findings.Keys.ToArray(), verdict.Findings.Values.ToArray());
        }

        if (!verdict.AcceptedContentMac.IsEmpty)
        {
            // An older file with this content is beyond the time in which it counts.
            batch.Add("""
                insert into exchange.accepted_content (customer_id, content_mac, file_id, accepted_at) values ($1, $2, $3, $4)
                on conflict (customer_id, content_mac) do update set file_id = excluded.file_id, accepted_at = excluded.accepted_at
                """, Customer, verdict.AcceptedContentMac, file.FileId, verdict.StoredAt);
        }

        if (verdict.UsesMessageOf(file))
        {
            batch.Add("""
                insert into exchange.message_mark (customer_id, mark, file_id, is_test, marked_at) values ($1, $2, $3, $4, $5)
                    on conflict (customer_id, mark) do nothing
                """, Customer, file.MessageMark, file.FileId, file.IsTest, verdict.StoredAt);
        }

        if (verdict is { SequenceAccepted: true, SequenceNo: { } number })
        {
            batch.Add("""
                insert into exchange.accepted_sequence as s (customer_id, kind, sequence_no) values ($1, $2, $3)
                on conflict (customer_id, kind) do update set sequence_no = greatest(s.sequence_no, excluded.sequence_no)
                """, Customer, InboundFileRow.KindWord(file.Kind), number);
        }

        if (verdict.Order is { } order)
        {
            batch.Add("""
                insert into orders.card_order (order_id, customer_id, order_no, file_id, ordered_at, signed_by, cards, approval,
                    first_card_id, last_card_id)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """, order.OrderId, Customer, order.OrderNo, file.FileId, verdict.StoredAt, verdict.SignedBy, order.Cards,
                order.NeedsApproval ? OrderApproval.Pending : null,
                CardIds.First(order.OrderId), CardIds.Last(order.OrderId));
        }

        if (isKept && verdict.Quarantine is { } quarantine)
        {
            batch.Add("""
                insert into exchange.quarantined_file (file_id, customer_id, wrapped_key, size_bytes, quarantined_at)
                    values ($1, $2, $3, $4, $5)
                """, file.FileId, Customer, quarantine.Sealer.WrappedKey, quarantine.SizeBytes, verdict.StoredAt);
        }
    }

    private static string Detail(FileVerdict verdict) => string.Create(CultureInfo.InvariantCulture,
        $"status={verdict.FileStatus};code={verdict.ErrorCode};rows={verdict.Rows.Total};accepted={verdict.Rows.Accepted};"
        + $"rejected={verdict.Rows.Rejected};on_hold={verdict.Rows.OnHold};unchanged={verdict.Rows.Unchanged};"
        + $"profile={verdict.ProfileVersion};signed_by={verdict.SignedBy}");

    private static ReadOnlyMemory<byte>? NullIfEmpty(ReadOnlyMemory<byte> value) => value.IsEmpty ? null : value;
}
