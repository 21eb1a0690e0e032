using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Rows of orders.cancellation.</summary>
internal static class CancellationRows
{
    /// <summary>
    /// Puts cards that have a number on the list of what the partner is asked to cancel; one that is on it already stays as it is.
    /// </summary>
    /// <param name="session">The customer's, with its event lock.</param>
    /// <param name="customer">Whose cards.</param>
    /// <param name="cards">The cards.</param>
    /// <param name="reason">Reason code, or null.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="requestRef">The request that asked for it, or null.</param>
    public static Task AskAsync(CustomerSession session, CustomerId customer, IReadOnlyList<Guid> cards, string? reason, DateTimeOffset now,
        CancellationToken cancellationToken, string? requestRef = null) => cards.Count == 0
        ? Task.CompletedTask
        : session.ExecuteAsync("""
            insert into orders.cancellation (card_id, customer_id, card_no, reason_code, request_ref, asked_at)
            select c.card_id, $1, c.card_no, $3, $4, $5 from orders.card c where c.card_id = any($2) and c.card_no is not null
            on conflict (card_id) do nothing
            """, [customer.Value, cards.ToArray(), reason, requestRef, now], cancellationToken);
}
