using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Delivery;

/// <summary>Brings everything that is due to one customer's area.</summary>
public interface IReportDelivery
{
    /// <summary>Does nothing while another worker has the customer's area.</summary>
    /// <exception cref="Diagnostics.RemotePausedException">The customer's server failed before; it is not asked again before the instant
    /// that the exception tells.</exception>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; the next run goes on from what is durable.</exception>
    Task<AreaVisit> RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
