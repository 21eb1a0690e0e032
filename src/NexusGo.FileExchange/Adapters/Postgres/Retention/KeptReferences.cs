using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Keeps the customer's own reference of cards that are about to be erased because they were cancelled or rejected. The card's key is
/// destroyed like every other's; the reference alone is sealed anew, each under a key of its own, and goes with the card's number.
/// </summary>
internal sealed class KeptReferences(CardKeyStore keys, KeyVault vaults)
{
    /// <summary>
    /// Keeps the references of these cards. A card that cannot be opened loses its reference, because its erasure must not wait for it.
    /// </summary>
    public async Task KeepAsync(CustomerSession session, CustomerId customer, IReadOnlyList<Guid> cards,
        CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(customer, cancellationToken).ConfigureAwait(false);
        var (ids, wrappedKeys, references) = (new List<Guid>(cards.Count), new List<byte[]>(cards.Count), new List<byte[]>(cards.Count));
        using var content = new CardReader(vault);
        await using (var command = session.Command("select card_id, sealed from orders.card where card_id = any($1) and sealed is not null",
            (object)cards.ToArray()))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await keys.ReadAsync(customer, rows, idColumn: 0, _ => true, (_, card) => Keep(card), cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync("""
            insert into orders.kept_reference (card_id, customer_id, wrapped_key, sealed)
            select k.card_id, $1, k.wrapped_key, k.sealed from unnest($2::uuid[], $3::bytea[], $4::bytea[]) as k (card_id, wrapped_key,
                sealed)
            on conflict (card_id) do nothing
            """, [customer.Value, ids.ToArray(), wrappedKeys.ToArray(), references.ToArray()], cancellationToken).ConfigureAwait(false);

        void Keep(SealedCard card)
        {
            try
            {
                content.Open(card);
            }
            catch (SealBrokenException)
            {
                return;
            }

            using var sealer = vault.CreateReportSealer(card.CardId);
            ids.Add(card.CardId);
            references.Add(sealer.Seal(chunkNo: 0, content.Value(CardField.CustomerRef)));
            wrappedKeys.Add(sealer.WrappedKey.ToArray());
            content.Close();
        }
    }
}
