using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// The one transaction in which a request file gets its verdict, its effects and its answers; translates what the driver throws.
/// </summary>
internal sealed class RequestTransaction(CustomerSession session, InboundFile file, CardKeyStore keys, CardErasure erasure,
    Uuid7Sequence ids, DateTimeOffset now)
    : IRequestTransaction
{
    /// <summary>The first half of the lock for which a customer's request files wait; see <see cref="EventLock"/>.</summary>
    private const int RequestLock = 0x4E525158;

    private readonly FileStatements statements = new(session, file);

    public IRequestedReports Reports { get; } = new RequestedReportRows(session, keys, file);

    private string Customer => file.Customer.Value;

    public Task BeginAsync(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await statements.CheckTokenAsync(untilCommit: false, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("select pg_advisory_xact_lock($1, exchange.lock_number($2))", [RequestLock, Customer], cancellationToken)
            .ConfigureAwait(false);
    });

    public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => statements.UseReplyNameAsync(counterKey, cancellationToken));

    public Task<Dictionary<string, AnsweredRequest>> FindAnsweredAsync(IReadOnlyList<RequestRow> rows,
        CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
        {
            var answered = new Dictionary<string, AnsweredRequest>(StringComparer.Ordinal);
            await using var command = session.Command("""
                select request_ref, content_index, person_index, outcome, code, coalesce(order_no, 0), coalesce(card_no, 0)
                from exchange.request where customer_id = $1 and request_ref = any($2)
                """, Customer, rows.Select(row => row.RequestRef).Where(reference => reference.Length > 0).Distinct().ToArray());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var answer = new RequestAnswer(RequestOutcomes.Parse(reader.GetString(3)), StagedRow.TextOf(reader, 4), reader.GetInt64(5),
                    reader.GetInt64(6));
                answered.Add(reader.GetString(0),
                    new AnsweredRequest(reader.GetFieldValue<byte[]>(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), answer));
            }

            return answered;
        });

    public Task<KnownRequests> SelectAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            var known = new KnownRequests();
            var about = rows.ToLookup(row => row.Action!.Value.Rule().Subject);

            // Orders before the event lock, as whoever makes batches does it.
            await FindOrdersAsync([.. about[RequestSubject.OrderToDecide]], known, cancellationToken).ConfigureAwait(false);
            if (about[RequestSubject.OrderToDecide].Any())
            {
                await EventLock.TakeAsync(session, Customer, cancellationToken).ConfigureAwait(false);
            }

            await FindDeliveredAsync([.. about[RequestSubject.DeliveredReport]], known, cancellationToken).ConfigureAwait(false);
            var selection = new RequestSelection(session, Customer);
            await selection.FindRepeatableAsync([.. about[RequestSubject.EventsToRepeat]], known, cancellationToken).ConfigureAwait(false);
            var aboutCards = about[RequestSubject.Cards].ToList();
            if (aboutCards.Count > 0)
            {
                await selection.RunAsync(aboutCards, known, cancellationToken).ConfigureAwait(false);
            }

            // Under the event lock, which is taken by now wherever a card may be erased: a hold set while this waited for it counts.
            known.IsHeld = (await HoldRows.ActiveAsync(session, file.Customer, now, cancellationToken).ConfigureAwait(false)).Count > 0;
            return known;
        });

    public Task ApplyAsync(RequestEffects effects, CancellationToken cancellationToken) =>
        Guarded(() => new RequestWrites(session, file, erasure, ids, effects).RunAsync(cancellationToken));

    public Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            await new VerdictRows(session, file).WriteAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
            await statements.CheckTokenAsync(untilCommit: true, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("requests.committing");
            await session.CommitAsync().ConfigureAwait(false);
            CrashPoint.Pass("requests.committed");
        });

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task FindOrdersAsync(IReadOnlyList<RequestRow> rows, KnownRequests known, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = session.Command("""
            select o.order_id, o.order_no, f.name, o.signed_by, o.approval, exists (
                select from orders.card c where c.card_id between o.first_card_id and o.last_card_id and c.status = 'ON_HOLD'
                    and c.hold_code = $4 offset 0), f.sha256
            from orders.card_order o join exchange.inbound_file f using (file_id)
            where o.customer_id = $1 and (o.order_no = any($2) or (f.kind = 'ORD' and f.name = any($3)))
            order by o.order_id
            for update of o
            """, Customer, rows.Select(row => row.Number).OfType<long>().Distinct().ToArray(),
            rows.Select(row => row.FileName).OfType<string>().Distinct().ToArray(),
            OrderPass.PersonHadProduct);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.Orders.Add(new OrderToDecide
            {
                OrderId = reader.GetGuid(0),
                OrderNo = reader.GetInt64(1),
                FileName = reader.GetString(2),
                FileHash = reader.IsDBNull(6) ? "" : Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(6)),
                SignedBy = StagedRow.TextOf(reader, 3),
                Approval = StagedRow.TextOf(reader, 4),
                HasRepeatedPersons = reader.GetBoolean(5),
            });
        }
    }

    private async Task FindDeliveredAsync(IReadOnlyList<RequestRow> rows, KnownRequests known, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = session.Command("""
            select name, report_id, consumed_at is not null or deleted_at is not null
            from exchange.pending_report where customer_id = $1 and name = any($2) and delivered_at is not null
            order by report_id
            for update
            """, Customer, rows.Select(row => row.FileName).Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.Delivered.TryAdd(reader.GetString(0),
                new ReportToConsume { ReportId = reader.GetGuid(1), IsConsumed = reader.GetBoolean(2) });
        }
    }

    private static Task<bool> Guarded(Func<Task> work) => ExchangeDatabase.GuardAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
