using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Tells a customer's storing transactions from all others. A worker that is suspended in the middle of sending rows looks busy to the
/// server, which then never ends its transaction; what it had added would keep everybody waiting who adds the same. Whoever takes the area
/// over ends it: it could not commit any more.
/// </summary>
internal static class CustomerAreaLock
{
    /// <summary>The first key of our advisory locks of this kind.</summary>
    private const int Kind = 0x4E465857;

    /// <summary>A select's column that takes the lock, shared and until the transaction's end; <c>$1</c> is the customer.</summary>
    public static readonly string Take = string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"pg_advisory_xact_lock_shared({Kind}, exchange.lock_number($1))");

    /// <summary>
    /// Ends the transactions of the area's former owner, in the transaction that takes the area over and last in it: where this fails, the
    /// area is not taken. Those of workers that have a login of their own stay, and end when that worker wakes up or with its connection.
    /// </summary>
    /// <returns>How many were ended.</returns>
    public static async Task<int> EndOthersAsync(CustomerSession session, CustomerId customer, CancellationToken cancellationToken)
    {
        object number;
        await using (var command = session.Command("select exchange.lock_number($1)::bigint", customer.Value))
        {
            number = (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }

        await using var batch = session.Batch();

        // In the name of the login: a role that is only acted in may not end its sessions. The login itself may use nothing of the schema.
        batch.Add("set local role none");
        batch.Add("""
            select count(pg_terminate_backend(l.pid))
            from pg_locks l join pg_stat_activity a using (pid)
            where a.datname = current_database() and l.locktype = 'advisory' and l.objsubid = 2
                and l.classid = $1::bigint::oid and l.objid = $2::bigint::oid and pg_has_role(a.usesysid, 'MEMBER')
            """, (long)Kind, number);
        return (int)(long)(await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
