using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Vault;

/// <summary>Opens customers' keys with the master key, makes them on a customer's first use, and keeps them open.</summary>
public sealed class KeyVault : IDisposable
{
    private static readonly KeyPurpose[] Purposes = [KeyPurpose.Cards, KeyPurpose.Reports, KeyPurpose.Index];

    private readonly MasterKey master;
    private readonly ICustomerKeyStore store;
    private readonly TimeProvider clock;
    private readonly ILogger<KeyVault> logger;
    private readonly ConcurrentDictionary<CustomerId, CustomerVault> open = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<CustomerVault> replaced = [];

    public KeyVault(MasterKey master, ICustomerKeyStore store, TimeProvider clock, ILogger<KeyVault> logger)
    {
        this.master = master;
        this.store = store;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>The customer's keys; the second call costs a dictionary look-up. The vault owns the answer: do not dispose it.</summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.SecretUnavailable"/>: the stored keys were not wrapped by this
    /// master key.</exception>
    public async Task<CustomerVault> OpenAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        if (open.TryGetValue(customer, out var known) && !known.IsStale)
        {
            return known;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!open.TryGetValue(customer, out known) || known.IsStale)
            {
                if (known is not null)
                {
                    // Somebody may be using them; they are zeroed with the rest.
                    replaced.Add(known);
                }

                open[customer] = known = await LoadAsync(customer, cancellationToken);
            }

            return known;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<CustomerVault> LoadAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var keys = await store.GetAsync(customer, cancellationToken);
        var missing = Purposes.Where(purpose => !keys.Any(key => key.Purpose == purpose && key.RetiredAt is null)).ToList();
        foreach (var purpose in missing)
        {
            // Whoever loses a race against another worker takes the winner's key: what counts is what the store says afterwards.
            var fresh = CustomerKey.Create(master, customer, purpose, clock.GetUtcNow());
            CrashPoint.Pass("customer-key.inserting");
            var inserted = await store.InsertAsync(fresh, cancellationToken);
            CrashPoint.Pass("customer-key.inserted");
            if (inserted)
            {
                VaultLog.CustomerKeyCreated(logger, customer.Value, purpose.ToString(), fresh.KeyId);
            }
        }

        keys = missing.Count == 0 ? keys : await store.GetAsync(customer, cancellationToken);
        try
        {
            return new CustomerVault(customer, master, keys);
        }
        catch (SealBrokenException broken)
        {
            throw new FileExchangeException(
                FailureReason.SecretUnavailable,
                isTransient: false,
                $"The keys of customer {customer} cannot be opened with the master key from {master.Source}: it is not the one that "
                    + $"wrapped them, or they were changed.",
                broken);
        }
    }

    public void Dispose()
    {
        foreach (var customer in open.Values.Concat(replaced))
        {
            customer.Dispose();
        }

        master.Dispose();
        gate.Dispose();
    }
}
