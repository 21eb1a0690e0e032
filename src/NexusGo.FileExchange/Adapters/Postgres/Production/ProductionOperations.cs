using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What operators decide about files for the partner and about failed cards. Each decision is audited with who made it.</summary>
internal sealed class ProductionOperations(ExchangeDatabase database, TimeProvider clock)
{
    /// <summary>
    /// Has what a delivered file asked for written into the next file of its kind; the old one is withdrawn if it still lies there
    /// unchanged.
    /// </summary>
    /// <param name="name">The file's name, with or without .pgp.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>How many cards; null: no such file was delivered, or it was reissued already.</returns>
    public Task<int?> ReissueAsync(string name, string by, CancellationToken cancellationToken) =>
        database.InTransactionAsync<int?>(CustomerId.Production, async session =>
        {
            if (await FindFileAsync(session, name, cancellationToken).ConfigureAwait(false) is not { } file)
            {
                return null;
            }

            var now = clock.GetUtcNow();
            await session.ExecuteAsync("update exchange.pending_report set consumed_at = $2, consumed_signal = 'REISSUED' where report_id "
                + "= $1 and consumed_at is null",
                [file.ReportId, now], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("update exchange.production_file set reissued_at = $2 where report_id = $1", [file.ReportId, now],
                cancellationToken).ConfigureAwait(false);
            await session.SwitchAsync(file.Customer, cancellationToken).ConfigureAwait(false);
            var cards = file.Kind == ReportKind.Batch
                ? await ReturnCardsAsync(session, file, cancellationToken).ConfigureAwait(false)
                : await ReturnCancellationsAsync(session, file, cancellationToken).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, file.Customer.Value, "PRODUCTION_FILE_REISSUED", file.ReportId.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"by={by};kind={file.Kind.Prefix()};seq={file.Sequence};cards={cards}"),
                cancellationToken).ConfigureAwait(false);
            return cards;
        }, cancellationToken);

    /// <summary>Puts a card that has failed into the next batch, however often it was in one.</summary>
    /// <returns>False: there is no failed card of that number, or it is to be cancelled.</returns>
    public Task<bool> ReorderAsync(long cardNo, string by, CancellationToken cancellationToken) =>
        OnFailedAsync(cardNo, "CARD_REORDERED", by, async (session, card) =>
        {
            await session.ExecuteAsync("update orders.card set batches = 0 where card_id = $1", [card.CardId], cancellationToken)
                .ConfigureAwait(false);
            await session.ExecuteAsync(
                "update orders.card_order o set to_produce = true from orders.card c where c.card_id = $1 and o.order_id = c.order_id",
                [card.CardId], cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Gives up a card that has failed: it is CANCELLED, told of, and erased by the next retention run.</summary>
    /// <inheritdoc cref="ReorderAsync"/>
    public Task<bool> CloseAsync(long cardNo, string reason, string by, CancellationToken cancellationToken) =>
        OnFailedAsync(cardNo, "CARD_CLOSED", by, async (session, card) =>
        {
            var now = clock.GetUtcNow();
            var updates = new CustomerCardUpdates(new CardEventWriter(session, new CustomerId(card.Customer), now),
                new Uuid7Sequence(clock), now);
            updates.Add(card, CardEventKind.Cancelled, reason);
            await updates.WriteAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private async Task<bool> OnFailedAsync(long cardNo, string action, string by, Func<CustomerSession, RegisteredCard, Task> work,
        CancellationToken cancellationToken)
    {
        (Guid CardId, string Customer)? found = null;
        await database.InTransactionAsync(CustomerId.Production, session => session.AsProductionAsync(async () =>
        {
            await using var command =
                session.Command("select card_id, customer_id from orders.card where card_no = $1 and status = 'FAILED'", cardNo);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            found = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetGuid(0), reader.GetString(1)) : null;
        }, cancellationToken), cancellationToken).ConfigureAwait(false);
        return found is { } card && await database.InTransactionAsync(new CustomerId(card.Customer), async session =>
        {
            await EventLock.TakeAsync(session, card.Customer, cancellationToken).ConfigureAwait(false);
            var cards = await RegisteredCardRows.ReadAsync(session, new CustomerId(card.Customer), [card.CardId], cancellationToken)
                .ConfigureAwait(false);
            if (cards is not [{ Facts: { Status: CardStatus.Failed, IsCancelling: false } }])
            {
                return false;
            }

            await work(session, cards[0]).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, card.Customer, action, card.CardId.ToString(), $"by={by}", cancellationToken)
                .ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ProductionFile?> FindFileAsync(CustomerSession session, string name, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            select f.kind, f.seq, f.customer_id, f.report_id, f.orders
            from exchange.pending_report r join exchange.production_file f using (report_id)
            where r.customer_id = 'PRODUCTION' and r.name in ($1, $1 || '.pgp') and r.delivered_at is not null and f.reissued_at is null
            for update of f
            """, name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new ProductionFile(ReportKinds.Parse(reader.GetString(0)), reader.GetInt64(1), new CustomerId(reader.GetString(2)),
            reader.GetGuid(3), reader.GetFieldValue<Guid[]>(4))
            : null;
    }

    private static async Task<int> ReturnCardsAsync(CustomerSession session, ProductionFile file, CancellationToken cancellationToken)
    {
        // Orders before the event lock, as whoever makes batches does it.
        await session.IdsAsync("select order_id from orders.card_order where order_id = any($1) order by order_id for update",
            [file.Orders], cancellationToken).ConfigureAwait(false);
        await EventLock.TakeAsync(session, file.Customer.Value, cancellationToken).ConfigureAwait(false);
        await using var command = session.Command("""
            with again as (
                update orders.card c set batch_no = null
                from orders.card_order o
                where o.order_id = any($1) and c.card_id between o.first_card_id and o.last_card_id and c.batch_no = $2
                    and c.status = 'ORDERED' and c.erased_at is null
                returning c.order_id),
            waiting as (update orders.card_order o set to_produce = true where o.order_id in (select order_id from again))
            select count(*) from again
            """, file.Orders, file.Sequence).Unhurried();
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<int> ReturnCancellationsAsync(CustomerSession session, ProductionFile file,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command("update orders.cancellation set seq = null where customer_id = $1 and seq = $2",
            file.Customer.Value, file.Sequence);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record ProductionFile(ReportKind Kind, long Sequence, CustomerId Customer, Guid ReportId, Guid[] Orders);
}
