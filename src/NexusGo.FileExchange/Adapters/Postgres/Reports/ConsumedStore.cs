using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The ledger of delivered files.</summary>
internal sealed class ConsumedStore(ExchangeDatabase database) : IConsumedStore
{
    public Task<IReadOnlyList<OutFile>> OutAsync(CustomerId customer, int limit, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<OutFile>>(customer, async session =>
        {
            await using var command = session.Command("""
                select report_id, folder, name, size_bytes, sha256, delivered_at, seen_at is not null, missing_since, missing_looks,
                    warned_at is not null,
                    consumed_signal, delete_intended_at is not null, changed_size_bytes, changed_modified_seconds, kind
                from exchange.pending_report
                where customer_id = $1 and delivered_at is not null and deleted_at is null
                order by delivered_at
                limit $2
                """, customer.Value, limit);
            var files = new List<OutFile>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                files.Add(Read(reader));
            }

            return files;
        }, cancellationToken);

    public Task NoteLookAsync(AreaLease lease, IReadOnlyList<Guid> there, IReadOnlyList<Guid> missing,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(lease.Customer, async session =>
        {
            // Idempotent, so safe without a synchronous commit: after a crash the next look notes the same.
            await using var batch = session.Batch();
            batch.AddNoWaitForDisk();
            batch.Add("""
                update exchange.pending_report set seen_at = coalesce(seen_at, $3), missing_since = null, missing_looks = 0
                where report_id = any($4) and deleted_at is null and exists (select from exchange.area_lease where customer_id = $1
                    and token = $2 and owner = $5)
                """, lease.Customer.Value, lease.Token, now, there.ToArray(), lease.Owner);
            batch.Add("""
                update exchange.pending_report set missing_since = coalesce(missing_since, $3),
                    missing_looks = least(missing_looks + 1, 30000)
                where report_id = any($4) and deleted_at is null and exists (select from exchange.area_lease where customer_id = $1
                    and token = $2 and owner = $5)
                """, lease.Customer.Value, lease.Token, now, missing.ToArray(), lease.Owner);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    public Task NoteIntentAsync(AreaLease lease, IReadOnlyList<(Guid ReportId, string Signal)> files,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        UnderLeaseAsync(lease, session => session.ExecuteAsync("""
            update exchange.pending_report r set
                consumed_at = coalesce(r.consumed_at, $1), consumed_signal = coalesce(r.consumed_signal, n.signal),
                    delete_intended_at = coalesce(r.delete_intended_at, $1),
                seen_at = case when n.signal = 'MOVED' then coalesce(r.seen_at, $1) else r.seen_at end
            from unnest($2::uuid[], $3::text[]) as n (report_id, signal)
            where r.report_id = n.report_id and r.deleted_at is null
            """, [now, files.Select(f => f.ReportId).ToArray(), files.Select(f => f.Signal).ToArray()], cancellationToken),
            cancellationToken);

    public Task NoteTakenAsync(AreaLease lease, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        UnderLeaseAsync(lease, session => session.ExecuteAsync("""
            update exchange.pending_report set consumed_at = coalesce(consumed_at, $1),
                consumed_signal = coalesce(consumed_signal, 'DELETED'), deleted_at = $1, last_problem = null
            where report_id = any($2) and deleted_at is null
            """, [now, reportIds.ToArray()], cancellationToken), cancellationToken);

    public Task NoteDeletedAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => session.ExecuteAsync(
            "update exchange.pending_report set deleted_at = $1, last_problem = null where report_id = any($2) and deleted_at is null and "
                + "consumed_at is not null",
            [now, reportIds.ToArray()], cancellationToken), cancellationToken);

    public Task NoteChangedAsync(AreaLease lease, Guid reportId, RemoteVersion version, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(lease.Customer, session => session.ExecuteAsync(
            """
            update exchange.pending_report set changed_at = $2, changed_size_bytes = $3, changed_modified_seconds = $4
            where report_id = $1 and deleted_at is null and exists (select from exchange.area_lease where customer_id = $5 and token = $6
                and owner = $7)
            """, [reportId, now, version.SizeBytes, version.ModifiedSeconds, lease.Customer.Value, lease.Token, lease.Owner],
            cancellationToken),
            cancellationToken);

    public Task NoteProblemAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, string problem, string? text,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => session.ExecuteAsync(
            "update exchange.pending_report set last_problem = $2, problem_text = $3 where report_id = any($1) and deleted_at is null "
                + "and last_problem is distinct from $2",
            [reportIds.ToArray(), problem, text], cancellationToken), cancellationToken);

    public Task NoteWarnedAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => session.ExecuteAsync(
            "update exchange.pending_report set warned_at = $2 where report_id = any($1) and warned_at is null",
            [reportIds.ToArray(), now], cancellationToken), cancellationToken);

    public Task<int> PurgeAsync(CustomerId customer, DateTimeOffset deliveredBefore, int limit, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var command = session.Command(SqlFiles.PurgeReportBytes, customer.Value, deliveredBefore, limit, now);
            return (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken);

    /// <summary>What decides about a customer's file is only written by whoever has its area.</summary>
    private Task UnderLeaseAsync(AreaLease lease, Func<CustomerSession, Task> work, CancellationToken cancellationToken) =>
        database.InTransactionAsync(lease.Customer, async session =>
        {
            await LeaseFence.EnsureHeldAsync(session, lease, untilCommit: true, "nothing is removed.", cancellationToken)
                .ConfigureAwait(false);
            await work(session).ConfigureAwait(false);
        }, cancellationToken);

    private static OutFile Read(NpgsqlDataReader reader) => new()
    {
        ReportId = reader.GetGuid(0),
        Folder = reader.GetString(1),
        Name = reader.GetString(2),
        Kind = ReportKinds.Parse(reader.GetString(14)),
        SizeBytes = reader.GetInt64(3),
        Sha256 = reader.GetFieldValue<byte[]>(4),
        DeliveredAt = reader.GetFieldValue<DateTimeOffset>(5),
        WasSeen = reader.GetBoolean(6),
        MissingSince = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
        MissingLooks = reader.GetInt16(8),
        WasWarnedOf = reader.GetBoolean(9),
        Signal = reader.IsDBNull(10) ? null : reader.GetString(10),
        IsBeingDeleted = reader.GetBoolean(11),
        ToldVersion = reader.IsDBNull(12) ? null : new RemoteVersion(reader.GetInt64(12), reader.GetInt64(13)),
    };
}
