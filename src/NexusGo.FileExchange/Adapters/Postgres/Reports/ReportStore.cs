using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Reports on their way to the customer.</summary>
internal sealed class ReportStore(ExchangeDatabase database) : IReportStore
{
    /// <summary>
    /// Waits for its next attempt, at <c>$2</c>. One further ahead than any pause was written by a clock that was set back since, and so
    /// was one of a report that never failed.
    /// </summary>
    private static string Waits(string row) =>
        $"{row}.last_problem is not null and {row}.next_attempt_at > $2 and {row}.next_attempt_at <= $2 + interval '16 minutes'";

    public Task<IReadOnlyList<DueReport>> DueAsync(CustomerId customer, DateTimeOffset now, int limit,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<DueReport>>(customer, async session =>
        {
            // A report that waits for its next attempt holds back the others of its file, so that a receipt never comes first; and those
            // after it in its series.
            await using var command = session.Command($"""
                select report_id, file_id, position, folder, name, size_bytes, sha256, wrapped_key, attempts
                from exchange.pending_report r
                where customer_id = $1 and delivered_at is null and not ({Waits("r")})
                    and not exists (select from exchange.pending_report e where e.file_id = r.file_id and e.delivered_at is null
                        and {Waits("e")})
                    and (r.file_id is not null or not exists (select from exchange.pending_report e where e.customer_id = r.customer_id
                        and e.file_id is null
                        and e.kind = r.kind and e.delivered_at is null and {Waits("e")}
                            and (coalesce(e.queued_at, e.created_at), e.name) < (coalesce(r.queued_at, r.created_at), r.name)))
                order by coalesce(queued_at, created_at), file_id, position, name
                limit $3
                """, customer.Value, now, limit);
            var reports = new List<DueReport>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                reports.Add(Read(reader, customer));
            }

            return reports;
        }, cancellationToken);

    public Task<long> WaitingAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var command = session.Command(
                "select count(*) from exchange.pending_report where customer_id = $1 and delivered_at is null", customer.Value);
            return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken);

    public Task<byte[]?> BlockAsync(CustomerId customer, Guid reportId, int blockNo, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var command = session.Command("select sealed from exchange.sealed_block where owner_id = $1 and block_no = $2",
                reportId, blockNo);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as byte[];
        }, cancellationToken);

    public Task MarkDeliveredAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var batch = session.Batch();
            batch.AddNoWaitForDisk();
            batch.Add("update exchange.pending_report set delivered_at = $2, last_problem = null, problem_text = null where report_id = "
                + "any($1) and "
                + "delivered_at is null", reportIds.ToArray(), now);
            if (customer == CustomerId.Production)
            {
                // The bytes of a file for the partner go with its delivery, because nobody asks for them again and an erasure could not
                // take a single card out of them.
                batch.Add("delete from exchange.sealed_block where owner_id = any($1)", (object)reportIds.ToArray());
                batch.Add("update exchange.pending_report set purged_at = $2, wrapped_key = '' where report_id = any($1)",
                    reportIds.ToArray(), now);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    public Task MarkFailedAsync(CustomerId customer, Guid reportId, string problem, string? text, DateTimeOffset nextAttemptAt,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => session.ExecuteAsync(
            "update exchange.pending_report set attempts = attempts + 1, last_problem = $2, problem_text = $4, next_attempt_at = $3 "
                + "where report_id = $1 and delivered_at is null",
            [reportId, problem, nextAttemptAt, text], cancellationToken), cancellationToken);

    public Task<bool> RenameAsync(CustomerId customer, Guid reportId, string name, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            try
            {
                await session.ExecuteAsync("savepoint before_rename", [], cancellationToken).ConfigureAwait(false);
                await using var rename = session.Command(
                    "update exchange.pending_report set name = $2 where report_id = $1 and delivered_at is null", reportId, name);
                return await rename.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1
                    ? true
                    : throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                        $"Another worker has delivered report {reportId} by now.");
            }
            catch (PostgresException e) when (PostgresErrors.IsConflict(e, "uq_pending_report_name"))
            {
                await session.ExecuteAsync("rollback to savepoint before_rename", [], cancellationToken).ConfigureAwait(false);
                return false;
            }
        }, cancellationToken);

    private static DueReport Read(NpgsqlDataReader reader, CustomerId customer) => new()
    {
        ReportId = reader.GetGuid(0),
        Customer = customer,
        FileId = reader.IsDBNull(1) ? null : reader.GetGuid(1),
        Kind = (ReportKind)reader.GetInt16(2),
        Folder = reader.GetString(3),
        Name = reader.GetString(4),
        SizeBytes = reader.GetInt64(5),
        Sha256 = reader.GetFieldValue<byte[]>(6),
        WrappedKey = reader.GetFieldValue<byte[]>(7),
        Attempts = reader.GetInt32(8),
    };
}
