using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Statements about photos of cards.</summary>
internal static class CardPhotos
{
    /// <summary>Adds photos, each in place of the one before.</summary>
    public static Task AddAsync(CustomerSession session, CustomerId customer, IReadOnlyList<SealedPhoto> photos, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        session.ExecuteUnhurriedAsync("""
            insert into orders.card_photo as p (card_id, customer_id, sealed, kept, stored_at)
            select n.card_id, $1, n.sealed, n.kept, $2 from unnest($3::uuid[], $4::bytea[], $5::boolean[]) as n (card_id, sealed, kept)
            on conflict (card_id) do update set sealed = excluded.sealed, kept = excluded.kept, stored_at = excluded.stored_at
            """, [customer.Value, now, photos.Select(photo => photo.CardId).ToArray(), photos.Select(photo => photo.Sealed).ToArray(),
            photos.Select(photo => photo.Kept).ToArray()], cancellationToken);

    /// <summary>The sealed photo of a card, or null.</summary>
    public static async Task<byte[]?> FindAsync(CustomerSession session, Guid cardId, CancellationToken cancellationToken)
    {
        await using var command = session.Command("select sealed from orders.card_photo where card_id = $1", cardId);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as byte[];
    }
}
