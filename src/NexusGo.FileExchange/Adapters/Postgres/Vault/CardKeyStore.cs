using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// The cards' wrapped keys (vault.card_key), read and destroyed through the vault's own data source, which may lead to another database
/// than the cards'. <see cref="CardKeyCopy"/> writes them.
/// </summary>
internal sealed class CardKeyStore(ExchangeDatabase database)
{
    /// <summary>So many cards' keys are asked for at once.</summary>
    private const int CardsAtOnce = 1_000;

    public const string KeysOfCards = "select card_id, key_id, wrapped from vault.card_key where customer_id = $1 and card_id = any($2)";

    /// <summary>The wrapped keys of these cards, by card; a card without a key is not among them.</summary>
    public Task<Dictionary<Guid, WrappedCardKey>> GetAsync(CustomerId customer, IReadOnlyCollection<Guid> cards,
        CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, session => GetAsync(session, customer, cards, cancellationToken), cancellationToken);

    /// <inheritdoc cref="GetAsync(CustomerId, IReadOnlyCollection{Guid}, CancellationToken)"/>
    public static async Task<Dictionary<Guid, WrappedCardKey>> GetAsync(CustomerSession session, CustomerId customer,
        IReadOnlyCollection<Guid> cards, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<Guid, WrappedCardKey>(cards.Count);
        await using var command = session.Batch();
        command.AddHint(PlannerHints.NoTableScan);
        command.Add(KeysOfCards, customer.Value, cards.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            keys.Add(reader.GetGuid(0), new WrappedCardKey(reader.GetGuid(1), reader.GetFieldValue<byte[]>(2)));
        }

        return keys;
    }

    /// <summary>Reads rows that each belong to a card, and gives each to the action together with its card and the card's key.</summary>
    /// <param name="customer">Whose cards they are.</param>
    /// <param name="reader">The rows. The column <paramref name="idColumn"/> is the card's id, the next one its sealed content.</param>
    /// <param name="idColumn">0-based.</param>
    /// <param name="read">Reads the rest of a row.</param>
    /// <param name="onRow">Gets the rows in their order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReadAsync<TRow>(CustomerId customer, NpgsqlDataReader reader, int idColumn, Func<NpgsqlDataReader, TRow> read,
        Action<TRow, SealedCard> onRow, CancellationToken cancellationToken)
    {
        var rows = new List<(TRow Row, Guid CardId, byte[] Content)>();
        var more = true;
        while (more)
        {
            more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (more)
            {
                rows.Add((read(reader), reader.GetGuid(idColumn), reader.IsDBNull(idColumn + 1)
                    ? [] : reader.GetFieldValue<byte[]>(idColumn + 1)));
            }

            if (rows.Count == CardsAtOnce || (!more && rows.Count > 0))
            {
                var cards = rows.Where(row => row.Content.Length > 0).Select(row => row.CardId).Distinct().ToList();
                var keys = cards.Count == 0 ? [] : await GetAsync(customer, cards, cancellationToken).ConfigureAwait(false);
                foreach (var (row, cardId, content) in rows)
                {
                    onRow(row, new SealedCard(cardId, content, keys.GetValueOrDefault(cardId)));
                }

                rows.Clear();
            }
        }
    }

    /// <summary>
    /// Destroys the keys of cards that are being erased; durable when this returns. To be called before the transaction that erases the
    /// cards commits. The entry of the erasure journal is kept with it: a crash in between is found by that and the erasure completed.
    /// Again has no second effect.
    /// </summary>
    /// <exception cref="FileExchangeException">A key would have remained: none was destroyed.</exception>
    public Task DestroyAsync(CustomerId customer, (string Journal, long Number) entry, IReadOnlyCollection<Guid> cards, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, async session =>
        {
            var ids = cards.ToArray();
            await using (var batch = session.Batch())
            {
                batch.AddHint(PlannerHints.NoTableScan);
                batch.Add(SqlFiles.DestroyCardKeys, customer.Value, ids, entry.Journal, entry.Number, now);
                CrashPoint.Pass("card-keys.destroying");
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await using var left = session.Command("select count(*) from vault.card_key where card_id = any($1)", (object)ids);
            if (await left.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long remaining and > 0)
            {
                throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: false,
                    $"{remaining} card keys of {customer} would not have been destroyed; nothing was erased.");
            }

            return true;
        }, cancellationToken);

    /// <summary>What became of the keys of erased cards, by entry of the erasure journal.</summary>
    public Task<Dictionary<(string Journal, long EntryNo), KeyDestruction>> DestructionsAsync(CustomerId customer, DateTimeOffset from,
        CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, async session =>
        {
            var destructions = new Dictionary<(string, long), KeyDestruction>();
            await using var command = session.Command("""
                select journal, entry_no, destroyed_at, rewritten_at, log_discarded_at from vault.key_destruction
                where customer_id = $1 and destroyed_at >= $2 and journal is not null
                """, customer.Value, from);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                destructions[(reader.GetString(0), reader.GetInt64(1))] = new KeyDestruction(reader.GetFieldValue<DateTimeOffset>(2),
                    reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3), reader.IsDBNull(4)
                    ? null : reader.GetFieldValue<DateTimeOffset>(4));
            }

            return destructions;
        }, cancellationToken);

    /// <summary>Which entries of an erasure journal have had their card keys destroyed in this vault.</summary>
    public Task<IReadOnlySet<long>> DestroyedAsync(CustomerId customer, string journal, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync<IReadOnlySet<long>>(customer, async session =>
        {
            const string sql = "select entry_no from vault.key_destruction where customer_id = $1 and journal = $2";
            return await session.NumbersAsync(sql, [customer.Value, journal], cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
}
