using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Vault;

/// <summary>Which master keys wrap the stored customer keys, and the change from one to the next.</summary>
internal sealed class MasterKeyRotation(MasterKey master, ICustomerKeyStore store)
{
    /// <summary>Nothing stored was wrapped by a master key that is not at hand.</summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.MasterKeyWrong"/>: with this master key the stored data cannot be
    /// read.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var wrappedBy = await store.WrappedByAsync(cancellationToken).ConfigureAwait(false);
        if (wrappedBy.FirstOrDefault(one => !master.Knows(one.MasterKeyCheck)) is { MasterKeyCheck: { } check } unknown)
        {
            throw new FileExchangeException(FailureReason.MasterKeyWrong, isTransient: false,
                $"The master key from {master.Source} (check value {master.CheckValue}) is not the one that wrapped the keys of "
                + $"{unknown.Customer} (check value {check}).");
        }
    }

    /// <summary>
    /// Wraps every customer's keys by the present master key, one after the other, while workers that have both master keys go on. Stopped
    /// anywhere, it goes on with what is not wrapped by the present one yet.
    /// </summary>
    /// <param name="progress">Told how many customers are done, of how many.</param>
    /// <param name="cancellationToken">Stops between two keys.</param>
    /// <returns>How many customers' keys were wrapped anew by this run.</returns>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.MasterKeyWrong"/>: some are wrapped by a master key that is not at
    /// hand; nothing was done.</exception>
    public async Task<int> RunAsync(Action<int, int> progress, CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        var customers = (await store.WrappedByAsync(cancellationToken).ConfigureAwait(false))
            .Where(one => one.MasterKeyCheck != master.CheckValue).Select(one => one.Customer).Distinct().ToList();
        for (var done = 0; done < customers.Count; done++)
        {
            progress(done, customers.Count);
            foreach (var key in (await store.GetAsync(customers[done], cancellationToken).ConfigureAwait(false))
                .Where(key => key.MasterKeyCheck != master.CheckValue))
            {
                CrashPoint.Pass("master-key.rewrapping");
                await store.ReplaceWrappingAsync(key, key.Rewrap(master), cancellationToken).ConfigureAwait(false);
                CrashPoint.Pass("master-key.rewrapped");
            }
        }

        progress(customers.Count, customers.Count);
        return customers.Count;
    }
}
