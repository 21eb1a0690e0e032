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

    /// <summary>Puts another wrapping of the same key in its place, unless somebody did so before; durable when the task ends.</summary>
    Task ReplaceWrappingAsync(CustomerKey stored, CustomerKey rewrapped, CancellationToken cancellationToken);

    /// <summary>
    /// Retires the live key of the fresh one's purpose and adds the fresh one, both or neither. Waits for whoever is about to commit under
    /// the live key.
    /// </summary>
    Task ReplaceLiveAsync(CustomerKey fresh, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Destroys the customer's keys of a purpose, live and retired. Returns how many there were.</summary>
    Task<int> DestroyAsync(CustomerId customer, KeyPurpose purpose, CancellationToken cancellationToken);

    /// <summary>The check values of the master keys that wrap any customer's keys, each with the customers concerned.</summary>
    Task<IReadOnlyList<(string MasterKeyCheck, CustomerId Customer)>> WrappedByAsync(CancellationToken cancellationToken);
}
