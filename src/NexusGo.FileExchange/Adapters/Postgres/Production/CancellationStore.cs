using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Cards handed over that are to be cancelled, and the series of the files that say so.</summary>
internal sealed class CancellationStore(ExchangeDatabase database, TimeProvider clock) : ICancellationStore
{
    /// <summary>
    /// How long a card that was closed for its age stays on the list after the partner was told, so that the file can be reissued.
    /// </summary>
    private static readonly TimeSpan KeptForReissue = TimeSpan.FromDays(30);

    public Task<int> SendAsync(CustomerId customer, int most, DateTimeOffset now,
        Func<long, IReadOnlyList<AskedCancellation>, Task<MadeBatch>> write,
        CancellationToken cancellationToken) => database.InTransactionAsync(customer, async session =>
    {
        var asked = await ReadUnsentAsync(session, customer, most, cancellationToken).ConfigureAwait(false);
        if (asked.Count == 0)
        {
            return 0;
        }

        await session.SwitchAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        var (last, _) = await ReportRows.LockSeriesAsync(session, CustomerId.Production, ReportKind.Cancellation, now, cancellationToken)
            .ConfigureAwait(false);
        var file = await write(last + 1, asked).ConfigureAwait(false);
        await using var draft = file.Draft;
        await ReportRows.WriteAsync(session, CustomerId.Production, file.Draft, now, cancellationToken).ConfigureAwait(false);
        await ReportRows.MoveSeriesAsync(session, CustomerId.Production, ReportKind.Cancellation, file.Sequence, 0, now, cancellationToken)
            .ConfigureAwait(false);
        await session.SwitchAsync(customer, cancellationToken).ConfigureAwait(false);
        await ProductionFileRows.AddAsync(session, customer, file, [], now, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("update orders.cancellation set seq = $3 where customer_id = $1 and card_id = any($2)",
            [customer.Value, asked.Select(one => one.CardId).ToArray(), file.Sequence], cancellationToken).ConfigureAwait(false);
        await AuditChain.AppendAsync(session, customer.Value, "CANCELLATIONS_SENT", file.Draft.ReportId.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"seq={file.Sequence};cards={asked.Count}"), cancellationToken)
            .ConfigureAwait(false);
        return asked.Count;
    }, cancellationToken);

    public Task<IReadOnlyList<Guid>> SettleAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var listed = await session.IdsAsync("select card_id from orders.cancellation where customer_id = $1 order by card_id",
                [customer.Value], cancellationToken)
                .ConfigureAwait(false);
            if (listed.Count == 0)
            {
                return listed;
            }

            await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
            var updates = new CustomerCardUpdates(new CardEventWriter(session, customer, now), new Uuid7Sequence(clock), now);
            foreach (var card in await RegisteredCardRows.ReadAsync(session, customer, listed, cancellationToken).ConfigureAwait(false))
            {
                if (card.Facts is { IsCancelling: true, Status: CardStatus.Failed })
                {
                    updates.Add(card, CardEventKind.Cancelled, null);
                }
            }

            await updates.WriteAsync(cancellationToken).ConfigureAwait(false);
            var cancelled = await session.IdsAsync("""
                select c.card_id from orders.cancellation n join orders.card c using (card_id)
                where n.customer_id = $1 and c.status = 'CANCELLED' and c.erased_at is null order by c.card_id
                """, [customer.Value], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("""
                delete from orders.cancellation n using orders.card c
                where n.customer_id = $1 and c.card_id = n.card_id and c.cancel_asked_at is null
                    and (n.reason_code is distinct from $2 or (n.seq is not null and n.asked_at < $3))
                """, [customer.Value, TimedCardTransitions.Stale, now - KeptForReissue], cancellationToken).ConfigureAwait(false);
            return cancelled;
        }, cancellationToken);

    private static async Task<IReadOnlyList<AskedCancellation>> ReadUnsentAsync(CustomerSession session, CustomerId customer, int most,
        CancellationToken cancellationToken)
    {
        var asked = new List<AskedCancellation>();
        await using var command = session.Command("""
            select card_id, card_no, reason_code from orders.cancellation where customer_id = $1 and seq is null order by card_id limit $2
                for update
            """, customer.Value, most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            asked.Add(new AskedCancellation(reader.GetGuid(0), reader.GetInt64(1), StagedRow.TextOf(reader, 2)));
        }

        return asked;
    }
}
