using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>Where wrapped customer keys live; possibly another database than the cards, so that the two are backed up apart.</summary>
public interface ICustomerKeyStore
{
    /// <summary>Every key of the customer, live and retired, in any order; empty for a customer not seen before.</summary>
    Task<IReadOnlyList<CustomerKey>> GetAsync(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a key, durable when the task ends. False if the customer already has a live key of this purpose
    /// (another worker was first): nothing is changed then, and the caller reads again.
    /// </summary>
    Task<bool> InsertAsync(CustomerKey key, CancellationToken cancellationToken);
}
