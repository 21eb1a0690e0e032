using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Waiting cards and the series of batches.</summary>
internal sealed class BatchStore(ExchangeDatabase database, CardKeyStore keys, TimeProvider clock) : IBatchStore
{
    public async Task<IBatchTransaction?> BeginAsync(CustomerId customer, int attempts, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(customer, cancellationToken).ConfigureAwait(false);
        try
        {
            var begun = await ExchangeDatabase.GuardAsync(() => BeginAsync(session, customer, attempts, now, cancellationToken))
                .ConfigureAwait(false);
            if (begun is null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            return begun;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IBatchTransaction?> BeginAsync(CustomerSession session, CustomerId customer, int attempts, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await session.SwitchAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        var (last, _) = await ReportRows.LockSeriesAsync(session, CustomerId.Production, ReportKind.Batch, now, cancellationToken)
            .ConfigureAwait(false);
        await session.SwitchAsync(customer, cancellationToken).ConfigureAwait(false);

        // Locked, so that a card that becomes ACCEPTED from now on marks its order again after this transaction and is not forgotten.
        await using var open = session.Command(
            "select order_id from orders.card_order where customer_id = $1 and to_produce order by order_id for update", customer.Value);
        var orders = new List<Guid>();
        await using (var reader = await open.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                orders.Add(reader.GetGuid(0));
            }
        }

        if (orders.Count == 0)
        {
            return null;
        }

        await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"""
            declare waiting no scroll cursor for
            select c.card_no, c.product_code, c.card_id, c.sealed, {CardFactsRow.ReportedAt}, c.status = 'ORDERED'
            from orders.card_order o
            join lateral (select * from orders.card c where c.card_id between o.first_card_id and o.last_card_id offset 0) c on true
            where o.customer_id = $1 and o.to_produce
                and (c.status = 'ACCEPTED' or (c.status = 'FAILED' and c.batches < $2 and c.cancel_asked_at is null)
                    or (c.status = 'ORDERED' and c.batch_no is null and c.cancel_asked_at is null))
                and c.sealed is not null and c.card_no is not null
            order by o.order_id
            """, [customer.Value, attempts], cancellationToken).ConfigureAwait(false);

        // The cursor above has its plan. The hint is for the updates that follow.
        await session.ExecuteAsync(PlannerHints.ByHash, [], cancellationToken).ConfigureAwait(false);
        return new BatchTransaction(session, keys, customer, orders, last, now, new Uuid7Sequence(clock));
    }
}

internal sealed class BatchTransaction(CustomerSession session, CardKeyStore keys, CustomerId customer, IReadOnlyList<Guid> orders,
    long lastSequence, DateTimeOffset now, Uuid7Sequence ids) : IBatchTransaction
{
    public long NextSequence => lastSequence + 1;

    public Task<IReadOnlyList<WaitingCard>> TakeAsync(int count, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync<IReadOnlyList<WaitingCard>>(async () =>
        {
            var cards = new List<WaitingCard>();
            await using var command = session.Command(string.Create(CultureInfo.InvariantCulture, $"fetch {count} from waiting"))
                .Unhurried();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await keys.ReadAsync(customer, reader, idColumn: 2,
                row => (CardNo: row.GetInt64(0), ProductCode: row.GetString(1), ReportedAt: row.GetFieldValue<DateTimeOffset>(4),
                IsOrdered: row.GetBoolean(5)),
                (row, card) => cards.Add(new WaitingCard(card, row.CardNo, row.ProductCode, row.ReportedAt, row.IsOrdered)),
                cancellationToken).ConfigureAwait(false);
            return cards;
        });

    public Task<byte[]?> FindPhotoAsync(Guid cardId, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => CardPhotos.FindAsync(session, cardId, cancellationToken));

    public Task OrderAsync(long sequence, IReadOnlyList<BatchedCard> cards, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            var eventIds = new Guid[cards.Count];
            ids.Fill(eventIds);
            await using var command = session.Command("""
                with n as (select * from unnest($1::uuid[], $2::smallint[], $3::uuid[], $6::timestamptz[], $7::boolean[]) as n (card_id,
                    expected, event_id, status_at, again)),
                moved as (
                    update orders.card c set status = 'ORDERED', status_at = case when n.again then c.status_at else n.status_at end,
                        expected_fields = n.expected,
                        batches = c.batches + case when n.again then 0 else 1 end, batch_no = $8
                    from n where c.card_id = any($1) and c.card_id = n.card_id and case when n.again then c.status = 'ORDERED'
                        else c.status in ('ACCEPTED', 'FAILED') end
                    returning n.event_id, n.again, c.card_id, c.status_at, c.card_state),
                told as (
                    insert into orders.card_event (customer_id, event_id, card_id, event_time, recorded_at, kind, effect, status,
                        card_state)
                    select $5, event_id, card_id, status_at, $4, 'ORDERED', 'APPLIED', 'ORDERED', card_state from moved where not again
                        order by event_id)
                select count(*) from moved
                """, cards.Select(card => card.CardId).ToArray(), cards.Select(card => (short)card.Expected).ToArray(), eventIds, now,
                customer.Value,
                cards.Select(card => card.At).ToArray(), cards.Select(card => card.IsAgain).ToArray(), sequence);
            CrashPoint.Pass("batch.ordering");
            var ordered = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            CrashPoint.Pass("batch.ordered");
            return ordered == cards.Count
                ? true
                : throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: true,
                    $"Cards of {customer} were changed while a batch was made of them; it is made again.");
        });

    public Task CommitAsync(IReadOnlyList<MadeBatch> batches, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await session.ExecuteAsync("update orders.card_order set to_produce = false where order_id = any($1)", [orders.ToArray()],
                cancellationToken).ConfigureAwait(false);
            if (batches.Count > 0)
            {
                var detail = string.Create(CultureInfo.InvariantCulture,
                    $"first={NextSequence};batches={batches.Count};cards={batches.Sum(one => one.Cards)}");
                await AuditChain.AppendAsync(session, customer.Value, "CARDS_ORDERED", batches[0].Draft.ReportId.ToString(), detail,
                    cancellationToken).ConfigureAwait(false);
                foreach (var batch in batches)
                {
                    await ProductionFileRows.AddAsync(session, customer, batch, orders, now, cancellationToken).ConfigureAwait(false);
                }

                await session.SwitchAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
                foreach (var batch in batches)
                {
                    await ReportRows.WriteAsync(session, CustomerId.Production, batch.Draft, now, cancellationToken).ConfigureAwait(false);
                }

                await ReportRows.MoveSeriesAsync(session, CustomerId.Production, ReportKind.Batch, lastSequence + batches.Count, 0, now,
                    cancellationToken).ConfigureAwait(false);
            }

            CrashPoint.Pass("batch.committing");
            await session.CommitAsync().ConfigureAwait(false);
            CrashPoint.Pass("batch.committed");
            return true;
        });

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
