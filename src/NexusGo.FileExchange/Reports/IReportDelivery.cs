using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>Brings everything that is due to one customer's area.</summary>
public interface IReportDelivery
{
    /// <summary>Does nothing while another worker has the customer's area or its server is being left in peace.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; the next run goes on from what is durable.</exception>
    Task RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
