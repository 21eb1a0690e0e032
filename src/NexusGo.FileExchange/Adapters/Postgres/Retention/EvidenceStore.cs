using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Audit logs and records of erasures, read.</summary>
internal sealed class EvidenceStore(ExchangeDatabase database, CardKeyStore keys, TimeProvider clock) : IEvidenceStore
{
    public Task<IReadOnlyList<AuditHead>> HeadsAsync(CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync<IReadOnlyList<AuditHead>>(async () =>
        {
            await using var session = await database.OpenForNobodyAsync(cancellationToken).ConfigureAwait(false);
            var heads = new List<AuditHead>();
            await using var command =
                session.Command("select customer_id, entry_no, hash, base_entry_no, base_hash from audit.head order by customer_id");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                heads.Add(new AuditHead(reader.GetString(0), reader.GetInt64(1), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(2)),
                    reader.GetInt64(3),
                    Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4))));
            }

            return heads;
        });

    public Task<IReadOnlyList<AuditFinding>> VerifyAsync(AuditHead head, IReadOnlyList<ShippedHead> shipped,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(new CustomerId(head.Customer), async session =>
        {
            var key = await session.AuditKeys.GetAsync(new CustomerId(head.Customer), cancellationToken).ConfigureAwait(false);
            var check = new AuditLogCheck(head, shipped, key.Span, clock.GetUtcNow());
            await using var command = session.Command("""
                select entry_no, recorded_at, action, subject, detail, hash from audit.entry where customer_id = $1 and entry_no <= $2
                    order by entry_no
                """, head.Customer, head.EntryNo);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                && check.Add(new AuditLine(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2),
                reader.GetString(3), reader.GetString(4)), reader.GetFieldValue<byte[]>(5)))
            {
            }

            return check.Finish();
        }, cancellationToken);

    public Task<IReadOnlyList<LoggedErasure>> LoggedErasuresAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<LoggedErasure>>(customer, async session =>
        {
            var logged = new List<LoggedErasure>();
            await using var command = session.Command("""
                select entry_no, substring(detail from 'journal=([^;/]+)/'), substring(detail from 'journal=[^;/]+/([0-9]+)')::bigint
                from audit.entry where customer_id = $1 and action in ('CARDS_ERASED', 'ERASURE_REPEATED')
                    and detail ~ 'journal=[^;/]+/[0-9]+' order by entry_no
                """, customer.Value);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                logged.Add(new LoggedErasure(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2)));
            }

            return logged;
        }, cancellationToken);

    public async Task<IReadOnlyList<ErasureRecord>> ErasuresAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        var records = await database.InTransactionAsync(customer, session =>
            ErasureRows.ReadAsync(session, "e.customer_id = $1 and e.erased_at >= $2 and e.erased_at < $3", [customer.Value, from, to],
                cancellationToken), cancellationToken).ConfigureAwait(false);
        var destructions = await keys.DestructionsAsync(customer, from, cancellationToken).ConfigureAwait(false);
        return [.. records.Select(record => record with { Keys = destructions.GetValueOrDefault((record.Journal, record.EntryNo)) })];
    }

    public Task<IReadOnlyList<AuditLine>> EntriesAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<AuditLine>>(customer, async session =>
        {
            var lines = new List<AuditLine>();
            await using var command = session.Command("""
                select entry_no, recorded_at, action, subject, detail from audit.entry where customer_id = $1 and recorded_at >= $2
                    and recorded_at < $3 order by entry_no
                """, customer.Value, from, to);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                lines.Add(new AuditLine(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2),
                    reader.GetString(3), reader.GetString(4)));
            }

            return lines;
        }, cancellationToken);

    public Task RecordAsync(CustomerId customer, string action, string subject, string detail, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer,
            session => AuditChain.AppendAsync(session, customer.Value, action, subject, detail, cancellationToken), cancellationToken);
}
