using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Holds. Set and ended under the customer's event lock, which every erasing transaction holds: none slips through.</summary>
internal sealed class HoldStore(ExchangeDatabase database, TimeProvider clock) : IHoldStore
{
    public Task<Hold> SetAsync(CustomerId customer, string reason, DateTimeOffset until, string by, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var now = clock.GetUtcNow();
            var hold = new Hold { HoldId = Guid.CreateVersion7(now), Customer = customer.Value, Reason = reason, SetAt = now,
                Until = until };
            await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(
                "insert into retention.hold (hold_id, customer_id, reason, set_at, until) values ($1, $2, $3, $4, $5)",
                [hold.HoldId, customer.Value, reason, now, until], cancellationToken).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, customer.Value, "HOLD_SET", hold.HoldId.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"until={until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'};by={by};reason={reason}"),
                cancellationToken).ConfigureAwait(false);
            return hold;
        }, cancellationToken);

    public Task<IReadOnlyList<Hold>> ListAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => HoldRows.AllAsync(session, customer, cancellationToken), cancellationToken);

    public Task<bool> EndAsync(CustomerId customer, Guid holdId, string by, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var now = clock.GetUtcNow();
            await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
            await using var end =
                session.Command("update retention.hold set ended_at = $3 where hold_id = $1 and customer_id = $2 and ended_at is null and "
                + "until > $3", holdId, customer.Value, now);
            if (await end.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }

            await AuditChain.AppendAsync(session, customer.Value, "HOLD_ENDED", holdId.ToString(), $"by={by}", cancellationToken)
                .ConfigureAwait(false);
            return true;
        }, cancellationToken);
}
