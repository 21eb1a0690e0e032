using System.Globalization;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The one transaction in which a request file gets its verdict, its effects and its answers; translates what the driver throws.</summary>
internal sealed class RequestTransaction(CustomerSession session, InboundFile file) : IRequestTransaction
{
    private readonly FileStatements statements = new(session, file, cardKeyId: default);

    private string Customer => file.Customer.Value;

    public Task BeginAsync(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await statements.CheckTokenAsync(untilCommit: false, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('nexusgo.requests ' || $1, 0))", [Customer], cancellationToken).ConfigureAwait(false);
    });

    public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => statements.UseReplyNameAsync(counterKey, cancellationToken));

    public Task<KnownRequests> FindAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        var known = new KnownRequests();
        await using var lookups = session.Batch();
        lookups.Add("select request_ref, content_index, outcome, code, coalesce(order_no, 0) from exchange.request where request_ref = any($1)",
            (object)rows.Select(row => row.RequestRef).Where(reference => reference.Length > 0).Distinct().ToArray());
        lookups.Add("""
            select o.order_id, o.order_no, f.name, o.signed_by, o.approval
            from orders.card_order o join exchange.inbound_file f using (file_id)
            where o.order_no = any($1) or (f.kind = 'ORD' and f.name = any($2))
            order by o.order_no
            for update of o
            """, rows.Select(row => row.OrderNo).OfType<long>().Distinct().ToArray(), rows.Select(row => row.FileName).OfType<string>().Distinct().ToArray());
        await using var reader = await lookups.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var answer = new RequestAnswer(RequestOutcomes.Parse(reader.GetString(2)), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt64(4));
            known.Answered.Add(reader.GetString(0), (reader.GetFieldValue<byte[]>(1), answer));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.Orders.Add(new OrderToDecide
            {
                OrderId = reader.GetGuid(0),
                OrderNo = reader.GetInt64(1),
                FileName = reader.GetString(2),
                SignedBy = reader.IsDBNull(3) ? null : reader.GetString(3),
                Approval = reader.IsDBNull(4) ? null : reader.GetString(4),
            });
        }

        return known;
    });

    public Task ApplyAsync(RequestEffects effects, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await using (var batch = session.Batch())
        {
            var approved = effects.Approved.Select(order => order.OrderId).ToArray();
            var declined = effects.Declined.Select(order => order.OrderId).ToArray();
            batch.Add("update orders.card_order set approval = 'APPROVED', decided_by = $2, decided_at = $3 where order_id = any($1)", approved, effects.SignedBy, effects.Now);
            batch.Add($"""
                update orders.card set status = 'ACCEPTED', hold_code = null, status_at = $2
                where order_id = any($1) and status = 'ON_HOLD' and hold_code = '{OrderPass.AwaitsApproval}'
                """, approved, effects.Now);
            batch.Add("update orders.card_order set approval = 'DECLINED', decided_by = $2, decided_at = $3 where order_id = any($1)", declined, effects.SignedBy, effects.Now);
            batch.Add(SqlFiles.DeclineCards, declined, effects.Now);

            // A declined file may be sent again, corrected or not.
            batch.Add("delete from exchange.accepted_content where file_id in (select file_id from orders.card_order where order_id = any($1))", declined);
            foreach (var (row, answer) in effects.Kept)
            {
                batch.Add("""
                    insert into exchange.request (customer_id, request_ref, content_index, file_id, outcome, code, order_no, signed_by, answered_at)
                    values ($1, $2, $3, $4, $5, $6, nullif($7, 0), $8, $9)
                    """, Customer, row.RequestRef, row.ContentIndex, file.FileId, answer.Outcome.Word(), answer.Code, answer.OrderNo, effects.SignedBy, effects.Now);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var (order, action) in effects.Approved.Select(one => (one, "ORDER_APPROVED")).Concat(effects.Declined.Select(one => (one, "ORDER_DECLINED"))))
        {
            await AuditChain.AppendAsync(session, Customer, effects.Now, action, order.OrderNo.ToString(CultureInfo.InvariantCulture),
                $"file={file.FileId};ordered_by={order.SignedBy};decided_by={effects.SignedBy}", cancellationToken).ConfigureAwait(false);
        }
    });

    public Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await new VerdictRows(session, file).WriteAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
        await statements.CheckTokenAsync(untilCommit: true, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync().ConfigureAwait(false);
    });

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static Task<bool> Guarded(Func<Task> work) => ExchangeDatabase.GuardAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
