using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// The comparison that every transaction makes before it stores anything under a lease. Token and owner are compared: a server that was
/// promoted without the last transactions of the one before may give the same token out a second time, but to another owner.
/// </summary>
internal static class LeaseFence
{
    /// <summary>Throws when another worker has the area by now.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="untilCommit">Asks for share, so that nobody takes the lease over before this transaction ends. False: takes the lock by
    /// which whoever takes the area over finds this transaction and ends it.</param>
    /// <param name="consequence">What the failure means, for the message.</param>
    /// <param name="cancellationToken">Stops the wait for the database.</param>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.LeaseLost"/>.</exception>
    public static async Task EnsureHeldAsync(CustomerSession session, AreaLease lease, bool untilCommit, string consequence,
        CancellationToken cancellationToken)
    {
        await using var check = session.Command(untilCommit
            ? "select token = $2 and owner = $3 from exchange.area_lease where customer_id = $1 for share"
            : $"select token = $2 and owner = $3, {CustomerAreaLock.Take} from exchange.area_lease where customer_id = $1",
            lease.Customer.Value, lease.Token, lease.Owner);
        if (await check.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"Another worker has the area of {lease.Customer} by now; {consequence}");
        }
    }
}
