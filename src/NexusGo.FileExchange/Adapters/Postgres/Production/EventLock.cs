namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Whoever writes to orders.card_event or changes cards takes this lock for the customer first and keeps it until its transaction ends, so
/// that positions become visible in their order, a back-report that went up to one never misses an earlier one, and what was read of a card
/// under it stays true.
/// </summary>
internal static class EventLock
{
    // Any number that nothing else in the database uses as the first half of an advisory lock.
    internal const int Space = 0x4E58;

    public static async Task TakeAsync(CustomerSession session, string customer, CancellationToken cancellationToken)
    {
        await using var command = session.Command("select pg_advisory_xact_lock($1, exchange.lock_number($2))", Space, customer);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
