using NexusGo.FileExchange.Customers;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Tells a customer's storing transactions from all others. A worker that is suspended in the middle of sending rows looks busy to the server, which then never
/// ends its transaction; what it had added would keep everybody waiting who adds the same. Whoever takes the area over ends it: it could not commit any more.
/// </summary>
internal static class AreaWorkLock
{
    /// <summary>The first key of our advisory locks of this kind.</summary>
    private const int Kind = 0x4E465857;

    /// <summary>A select's column that takes the lock, shared and until the transaction's end; <c>$1</c> is the customer.</summary>
    public static readonly string Take = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pg_advisory_xact_lock_shared({Kind}, hashtext($1))");

    /// <summary>Ends the transactions of the area's former owner. Called while the new one has none yet.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The database's reasons.</exception>
    public static Task<int> EndOthersAsync(ExchangeDatabase database, CustomerId customer, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        // In the name of the login: a role that is only acted in may not end its sessions.
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("""
            select count(pg_terminate_backend(l.pid))
            from pg_locks l join pg_database d on d.oid = l.database
            where d.datname = current_database() and l.locktype = 'advisory' and l.objsubid = 2
                and l.classid = $1::bigint::oid and l.objid = (hashtext($2)::bigint & 4294967295)::oid
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        try
        {
            return (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Workers with logins of their own: the other one's transaction ends when it wakes up, or with its connection.
            return 0;
        }
    });
}
