using NexusGo.FileExchange.Operators;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Asks the server how many connections it allows and has.</summary>
internal static class ConnectionUseQuery
{
    /// <exception cref="Diagnostics.FileExchangeException">The database failed.</exception>
    public static Task<ConnectionUse> AskAsync(ExchangeDatabase database, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            // Asked as the login itself, because the worker's role sees no sessions.
            await using var command = database.DataSource.CreateCommand("""
                select current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer,
                    count(*)::integer, count(*) filter (where usename = session_user and datname = current_database())::integer,
                    count(*) filter (where usename = session_user and datname = current_database() and state <> 'idle'
                        and pid <> pg_backend_pid())::integer
                from pg_stat_activity where backend_type = 'client backend'
                """);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new ConnectionUse(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
        });
}
