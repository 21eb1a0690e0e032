using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange;

/// <summary>
/// How many files this worker opens, checks and stores at the same time: each holds connections to the database while it does. No customer
/// has more than half of the places, so that one with many large files keeps nobody else waiting.
/// </summary>
internal sealed class StoringSlots : IDisposable
{
    /// <summary>All customers together.</summary>
    public const int All = 4;

    private const int OfOneCustomer = All / 2;

    private readonly SemaphoreSlim free = new(All, All);
    private readonly ConcurrentDictionary<CustomerId, SemaphoreSlim> freeOfCustomer = new();

    public async Task<T> RunAsync<T>(CustomerId customer, Func<Task<T>> store, CancellationToken cancellationToken)
    {
        // The customer's own place first: whoever waits for it holds none of those that all share.
        var own = freeOfCustomer.GetOrAdd(customer, static _ => new SemaphoreSlim(OfOneCustomer, OfOneCustomer));
        await own.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await free.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await store().ConfigureAwait(false);
            }
            finally
            {
                free.Release();
            }
        }
        finally
        {
            own.Release();
        }
    }

    public void Dispose()
    {
        free.Dispose();
        foreach (var own in freeOfCustomer.Values)
        {
            own.Dispose();
        }
    }
}
