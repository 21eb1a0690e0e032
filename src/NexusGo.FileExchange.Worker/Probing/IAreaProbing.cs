using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;

namespace NexusGo.FileExchange.Worker.Probing;

/// <summary>Tries a customer's area once a day and tells what is not as it was agreed.</summary>
internal interface IAreaProbing
{
    /// <summary>Does nothing while another worker has the area, or where it was tried lately.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">The environment failed; the next run tries again.</exception>
    Task<AreaVisit> RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
