using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>Holds, as operators set and end them. Each change is audited.</summary>
internal interface IHoldStore
{
    /// <summary>From its commit on no rule erases a card of the customer, until that moment.</summary>
    Task<Hold> SetAsync(CustomerId customer, string reason, DateTimeOffset until, string by, CancellationToken cancellationToken);

    /// <summary>Every hold there ever was, in order.</summary>
    Task<IReadOnlyList<Hold>> ListAsync(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>False: there is no such hold, or it is over.</summary>
    Task<bool> EndAsync(CustomerId customer, Guid holdId, string by, CancellationToken cancellationToken);
}
