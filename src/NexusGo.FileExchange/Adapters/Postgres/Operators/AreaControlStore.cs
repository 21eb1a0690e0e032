using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What operators decide about an area. Every decision is in its audit log; workers read them within seconds.</summary>
internal sealed class AreaControlStore(ExchangeDatabase database)
{
    public Task PauseAsync(CustomerId area, string reason, DateTimeOffset? until, string by, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(area, async session =>
        {
            await session.ExecuteAsync("""
                insert into exchange.area_control as c (customer_id, paused_at, paused_until, pause_reason, paused_by)
                    values ($1, $2, $3, $4, $5)
                on conflict (customer_id) do update set paused_at = $2, paused_until = $3, pause_reason = $4, paused_by = $5
                """, [area.Value, now, until, reason, by], cancellationToken).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, area.Value, "PAUSED", area.Value, string.Create(CultureInfo.InvariantCulture,
                $"by={by};until={until?.UtcDateTime:O}"), cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>False when nobody has paused it.</summary>
    public Task<bool> ResumeAsync(CustomerId area, string by, CancellationToken cancellationToken) =>
        database.InTransactionAsync(area, async session =>
        {
            await using var command = session.Command("""
                update exchange.area_control set paused_at = null, paused_until = null, pause_reason = null, paused_by = null
                where customer_id = $1 and paused_at is not null
                """, area.Value);
            if (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }

            await AuditChain.AppendAsync(session, area.Value, "RESUMED", area.Value, $"by={by}", cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <summary>Everything that waits after a failure is due at once. Returns how many files and reports that are.</summary>
    public Task<long> RetryAsync(CustomerId area, string by, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(area, async session =>
        {
            await session.ExecuteAsync("""
                insert into exchange.area_control as c (customer_id, retry_at) values ($1, $2)
                on conflict (customer_id) do update set retry_at = $2
                """, [area.Value, now], cancellationToken).ConfigureAwait(false);
            await using var command = session.Command("""
                with files as (
                    update exchange.inbound_file set next_attempt_at = $2 where customer_id = $1 and state = 'CLAIMED'
                        and next_attempt_at > $2
                    returning 1
                ), reports as (
                    update exchange.pending_report set next_attempt_at = $2 where customer_id = $1 and delivered_at is null
                        and next_attempt_at > $2 returning 1
                )
                select (select count(*) from files) + (select count(*) from reports)
                """, area.Value, now);
            var due = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            await AuditChain.AppendAsync(session, area.Value, "RETRIED", area.Value, string.Create(CultureInfo.InvariantCulture,
                $"by={by};due={due}"), cancellationToken).ConfigureAwait(false);
            return due;
        }, cancellationToken);
}
