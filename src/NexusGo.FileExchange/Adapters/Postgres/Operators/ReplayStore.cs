using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Replay;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Answered files that may come once more. Every permit is in the customer's audit log.</summary>
internal sealed class ReplayStore(ExchangeDatabase database)
{
    /// <summary>The latest file of that name, or the one with that id; null: there is none.</summary>
    public Task<AnsweredFile?> FindAsync(CustomerId customer, string nameOrId, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            AnsweredFile? found = null;
            await TimelineRows.EachAsync(session, """
                select f.file_id, f.name, f.kind, f.state, f.file_status, f.error_code, f.is_test, q.file_id is not null as quarantined,
                    f.rows_rejected, f.sequence_no, i.name as first_file,
                    (select count(*) from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
                        where o.file_id = f.file_id and c.ref_index is null) as cards_gone
                from exchange.inbound_file f
                left join exchange.quarantined_file q using (file_id)
                left join exchange.inbound_file i on i.file_id = f.first_file_id
                where f.customer_id = $1 and (f.name = $2 or f.file_id = $3) order by f.claimed_at desc limit 1
                """, [customer.Value, nameOrId, Guid.TryParse(nameOrId, out var id) ? id : Guid.Empty], row => found = new AnsweredFile
                {
                    FileId = (Guid)row["file_id"]!,
                    Name = (string)row["name"]!,
                    Kind = (string)row["kind"]!,
                    State = (string)row["state"]!,
                    Status = row["file_status"] as string,
                    ErrorCode = row["error_code"] as string,
                    IsTest = (bool)row["is_test"]!,
                    IsQuarantined = (bool)row["quarantined"]!,
                    RowsRejected = row["rows_rejected"] as int? ?? 0,
                    SequenceNo = row["sequence_no"] as long?,
                    FirstFile = row["first_file"] as string,
                    CardsGone = (long)row["cards_gone"]!,
                }, cancellationToken).ConfigureAwait(false);
            return found;
        }, cancellationToken);

    /// <summary>Lets the content of a file come once more until then; permits that are over go.</summary>
    public Task PermitAsync(CustomerId customer, Guid fileId, string reason, string by, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await session.ExecuteAsync("delete from exchange.replay_permit where customer_id = $1 and until < $2", [customer.Value, now],
                cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("""
                insert into exchange.replay_permit (file_id, customer_id, until) values ($1, $2, $3)
                on conflict (file_id) do update set until = excluded.until
                """, [fileId, customer.Value, until], cancellationToken).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, customer.Value, "REPLAY_PERMITTED", fileId.ToString(), string.Create(
                CultureInfo.InvariantCulture, $"by={by};until={until.UtcDateTime:O};reason={reason}"), cancellationToken)
                .ConfigureAwait(false);
        }, cancellationToken);
}
