using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Removes what is left of deleted rows in the databases' files: the tables of card keys and of cards are written anew and the log is cut
/// off. Both in the vault's database and, where that is another, in the cards'. The statements are functions of the owner's
/// (0001_initial.sql).
/// </summary>
internal sealed class RemnantRemoval(ExchangeDatabase database, ILogger<RemnantRemoval> log) : IRemnants
{
    /// <summary>A table is not written anew twice in this time, however many customers have their night in it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(50);

    public async Task<bool> RemoveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = await RewriteAsync(database.VaultDataSource, "vault.card_key", now, cancellationToken).ConfigureAwait(false);
        var cards = await RewriteAsync(database.DataSource, "orders.card", now, cancellationToken).ConfigureAwait(false);
        if (keys is null && cards is null)
        {
            return true;
        }

        // After the rewriting is committed, so that nothing of the old files is written into the log again.
        var discarded = await DiscardLogAsync(database.VaultDataSource, now, cancellationToken).ConfigureAwait(false);
        if (database.IsVaultApart)
        {
            discarded &= await DiscardLogAsync(database.DataSource, now, cancellationToken).ConfigureAwait(false);
        }

        var isDone = keys is not false && cards is not false;
        if (isDone)
        {
            VaultLog.RemnantsRemoved(log, discarded);
        }
        else
        {
            VaultLog.RemnantsKept(log);
        }

        return isDone;
    }

    private static Task<bool?> RewriteAsync(NpgsqlDataSource source, string table, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        AsWorkerAsync<bool?>(source, $"select vault.rewrite_table('{table}', $1, $2)", [now, now - Pause], cancellationToken);

    private static async Task<bool> DiscardLogAsync(NpgsqlDataSource source, DateTimeOffset now, CancellationToken cancellationToken) =>
        await AsWorkerAsync<bool?>(source, "select vault.discard_log($1)", [now], cancellationToken).ConfigureAwait(false) is true;

    private static Task<T?> AsWorkerAsync<T>(NpgsqlDataSource source, string sql, object[] values, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (var role = new NpgsqlCommand(
                "select set_config('nexusgo.customer', $1, true), set_config('role', 'nexusgo_worker', true)", connection))
            {
                role.Parameters.Add(new NpgsqlParameter<string> { TypedValue = CustomerSession.Everybody });
                await role.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            var result = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result is DBNull or null ? default : (T)result;
        });
}
