namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Reads the blind indexes of a customer's cards at the beginning of a large file. Looking up every row of 100,000 costs as much again as
/// storing them; reading a card's two indexes costs about half of a look-up.
/// </summary>
internal static class RegisterFilter
{
    /// <summary>The rows of a file with fewer rows are looked up batch by batch.</summary>
    private const long FewestRows = 10_000;

    /// <summary>About the bytes of a row in a signed and compressed file; a plain one has four times as many.</summary>
    private const int ShortestRowBytes = 40;

    /// <summary>
    /// Cards that are stored meanwhile are missing in the filter. The unique index of references and the last check of persons before the
    /// commit find them.
    /// </summary>
    /// <param name="session">The file's transaction.</param>
    /// <param name="customer">Whose cards.</param>
    /// <param name="sizeBytes">The file's size.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null where looking up every row costs less.</returns>
    public static async Task<BlindIndexBloomFilter?> ReadAsync(CustomerSession session, string customer, long sizeBytes,
        CancellationToken cancellationToken)
    {
        var rows = sizeBytes / ShortestRowBytes;
        if (rows < FewestRows)
        {
            return null;
        }

        // An order has at least one card, so no more orders are read than decide the question.
        await using var counting = session.Command(
            "select coalesce(sum(cards), 0)::bigint from (select cards from orders.card_order where customer_id = $1 limit $2) o", customer,
            rows + 1);
        var cards = (long)(await counting.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (cards > rows)
        {
            return null;
        }

        var filter = new BlindIndexBloomFilter(2 * (cards + rows));
        await using var command = session.Command("""
            select c.ref_index, c.person_index from orders.card_order o
            join lateral (select c.ref_index, c.person_index from orders.card c where c.card_id between o.first_card_id
                and o.last_card_id offset 0) c on true
            where o.customer_id = $1
            """, customer).Unhurried();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // An erased card has neither index.
            for (var column = 0; column < 2; column++)
            {
                if (!reader.IsDBNull(column))
                {
                    filter.Add(KeyedIndexColumn.Read(reader, column));
                }
            }
        }

        return filter;
    }
}
