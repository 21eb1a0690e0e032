using System.Globalization;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Removes what has had its time: files set aside, stored bytes of reports about erased cards, marks of old files, old evidence.
/// </summary>
internal sealed class PurgeStore(ExchangeDatabase database, OrphanedCardKeys orphans) : IPurgeStore
{
    public async Task<int> SweepCardKeysAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken)
    {
        await database.InVaultTransactionAsync(customer, async session =>
        {
            await session.ExecuteAsync("delete from vault.key_destruction where customer_id = $1 and destroyed_at < $2",
                [customer.Value, limits.ErasuresBefore], cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
        return await orphans.SweepAsync(customer, limits, cancellationToken).ConfigureAwait(false);
    }

    public Task<PurgeResult> PurgeAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var quarantined = await CountAsync(session,
                "select count(*) from exchange.quarantined_file where customer_id = $1 and quarantined_at <= $2", customer.Value,
                limits.QuarantinedUntil, cancellationToken).ConfigureAwait(false);
            await using var quarantine = session.Command("""
                with gone as (delete from exchange.quarantined_file where customer_id = $1 and quarantined_at <= $2 returning file_id)
                delete from exchange.sealed_block b using gone where b.owner_id = gone.file_id
                """, customer.Value, limits.QuarantinedUntil);
            await quarantine.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

            await using var blocks = session.Command("""
                delete from exchange.sealed_block where owner_id in (
                    select report_id from exchange.pending_report where customer_id = $1 and purge_wanted_at is not null
                        and purged_at is null and delivered_at is not null)
                """, customer.Value);
            await blocks.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await using var reports = session.Command("""
                update exchange.pending_report set purged_at = $2, wrapped_key = ''
                where customer_id = $1 and purge_wanted_at is not null and purged_at is null and delivered_at is not null
                """, customer.Value, limits.Now);
            var purged = await reports.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

            await ForgetNamesAsync(session, customer, limits, cancellationToken).ConfigureAwait(false);
            await using var contents = session.Command("delete from exchange.accepted_content where customer_id = $1 and accepted_at < $2",
                customer.Value, limits.ContentsBefore);
            var marks = await contents.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

            await session.ExecuteAsync("delete from orders.uninvoiced_card where customer_id = $1 and until < $2",
                [customer.Value, limits.Now], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("delete from exchange.message_mark where customer_id = $1 and marked_at < $2",
                [customer.Value, limits.Now.AddDays(-MessageMarks.Days)], cancellationToken).ConfigureAwait(false);
            await using var erasures = session.Command("delete from retention.erasure where customer_id = $1 and erased_at < $2",
                customer.Value, limits.ErasuresBefore);
            var evidence = await erasures.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("delete from retention.awaited_command where customer_id = $1 and asked_at <= $2",
                [customer.Value, limits.CommandsUntil], cancellationToken).ConfigureAwait(false);
            await using var holds = session.Command("delete from retention.hold where customer_id = $1 and coalesce(ended_at, until) < $2",
                customer.Value, limits.EvidenceBefore);
            evidence += await holds.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

            return new PurgeResult(quarantined, purged, marks, evidence + await PurgeLogAsync(session, customer, cancellationToken)
                .ConfigureAwait(false));
        }, cancellationToken);

    /// <summary>The database decides by its own clock which entries are old, and the log says first up to which entry they go.</summary>
    private static async Task<int> PurgeLogAsync(CustomerSession session, CustomerId customer, CancellationToken cancellationToken)
    {
        await using var ask = session.Command("select audit.forgettable($1)", customer.Value);
        if (await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not long through)
        {
            return 0;
        }

        await AuditChain.AppendAsync(session, customer.Value, AuditLogCheck.PurgeAction, customer.Value,
            string.Create(CultureInfo.InvariantCulture, $"{AuditLogCheck.PurgedThrough}{through}"), cancellationToken)
            .ConfigureAwait(false);
        await using var forget = session.Command("select audit.forget($1)", customer.Value);
        return (int)(long)(await forget.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>
    /// A closed file's number, kind, counts and times stay for as long as evidence does; its name does not, nor the names of answers that
    /// were made of it.
    /// </summary>
    private static async Task ForgetNamesAsync(CustomerSession session, CustomerId customer, PurgeLimits limits,
        CancellationToken cancellationToken)
    {
        await session.ExecuteUnhurriedAsync("""
            update exchange.inbound_file f
            set name = f.kind || '-' || f.file_id, path = convert_to(f.kind || '-' || f.file_id, 'UTF8'), local_id = null,
                signed_by = case when exists (select from orders.card_order o where o.file_id = f.file_id and o.erased_at is null)
                    then f.signed_by end
            where f.customer_id = $1 and f.state = 'CLOSED' and f.closed_at < $2 and f.name <> f.kind || '-' || f.file_id
            """, [customer.Value, limits.NamesBefore], cancellationToken).ConfigureAwait(false);
        await session.ExecuteUnhurriedAsync("""
            update exchange.pending_report r set name = r.kind || '-' || r.report_id
            where r.customer_id = $1 and r.file_id is not null and r.deleted_at < $2 and r.name <> r.kind || '-' || r.report_id
            """, [customer.Value, limits.NamesBefore], cancellationToken).ConfigureAwait(false);
        await session.ExecuteUnhurriedAsync("""
            delete from exchange.file_finding n using exchange.inbound_file f
            where f.file_id = n.file_id and f.customer_id = $1 and f.state = 'CLOSED' and f.closed_at < $2
                and not exists (select from orders.card_order o where o.file_id = f.file_id and o.erased_at is null)
            """, [customer.Value, limits.EvidenceBefore], cancellationToken).ConfigureAwait(false);
        await session.ExecuteUnhurriedAsync("""
            delete from exchange.inbound_file f
            where f.customer_id = $1 and f.state = 'CLOSED' and f.closed_at < $2
                and not exists (select from orders.card_order o where o.file_id = f.file_id and o.erased_at is null)
            """, [customer.Value, limits.EvidenceBefore], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> CountAsync(CustomerSession session, string sql, object first, object second,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command(sql, first, second);
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
