using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Intake;

/// <summary>A run over one customer's inbox, from the look to the last answer.</summary>
public interface IPickUp
{
    /// <summary>Does nothing while another worker has the customer's area or the breaker is open.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; the next run goes on from what is durable.</exception>
    Task RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
