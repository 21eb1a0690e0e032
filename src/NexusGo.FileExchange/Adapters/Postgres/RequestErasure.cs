namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Erases cards inside the transaction of a request.</summary>
internal static class RequestErasure
{
    /// <param name="session">The customer's transaction.</param>
    /// <param name="cards">Which.</param>
    /// <param name="keepsReference">True: the card keeps its number for a while, so that the customer can be told which one it was.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public static async Task RunAsync(CustomerSession session, Guid[] cards, bool keepsReference, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("""
            update orders.card set erased_at = $2, sealed = null, ref_index = null, content_index = null, person_index = null, card_no = case when $3 then card_no end
            where card_id = any($1)
            """, [cards, now, keepsReference], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("delete from vault.card_key where card_id = any($1)", [cards], cancellationToken).ConfigureAwait(false);
    }
}
