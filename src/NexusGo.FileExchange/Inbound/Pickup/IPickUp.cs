using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>A run over one customer's inbox, from the look to the last answer.</summary>
public interface IPickUp
{
    /// <summary>Does nothing while another worker has the customer's area.</summary>
    /// <exception cref="Diagnostics.RemotePausedException">The customer's server failed before; it is not asked again before the instant
    /// that the exception tells.</exception>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; the next run goes on from what is durable.</exception>
    Task<AreaVisit> RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
