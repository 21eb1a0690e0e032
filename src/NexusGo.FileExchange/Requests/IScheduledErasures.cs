using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Requests;

/// <summary>Erasures that customers asked for before their cards were produced and invoiced.</summary>
public interface IScheduledErasures
{
    /// <summary>
    /// Erases what is ready by now, in transactions of bounded size. What was agreed on the day of the request holds, whatever the profile
    /// says today. May be run at any time and by several workers; nothing is done twice.
    /// </summary>
    /// <returns>How many cards were erased.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The database or the journal failed; what was erased stays erased.</exception>
    Task<long> RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
