using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Gives a customer a new key for its cards: every card key is wrapped anew under it, some at a time, while the customer's work goes on;
/// then the old one is destroyed. Stopped anywhere, it goes on where it was: what is still under the old key is counted, not remembered.
/// </summary>
internal sealed class CustomerKeyRotation(MasterKey master, KeyVault vaults, ICustomerKeyStore customerKeys, ICardKeyRotationStore cardKeys,
    TimeProvider clock)
{
    /// <summary>So many in one transaction.</summary>
    private const int CardsAtOnce = 2_000;

    /// <param name="customer">The customer.</param>
    /// <param name="progress">Told how many are done, of how many.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <returns>How many cards' keys were wrapped anew by this run.</returns>
    public async Task<long> RunAsync(CustomerId customer, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(customer, cancellationToken).ConfigureAwait(false);
        if (!(await customerKeys.GetAsync(customer, cancellationToken).ConfigureAwait(false))
            .Any(key => key is { Purpose: KeyPurpose.Cards, RetiredAt: not null }))
        {
            var now = clock.GetUtcNow();
            await customerKeys.ReplaceLiveAsync(CustomerKey.Create(master, customer, KeyPurpose.Cards, now), now, cancellationToken)
                .ConfigureAwait(false);
        }

        vault.MarkStale();
        vault = await vaults.OpenAsync(customer, cancellationToken).ConfigureAwait(false);
        var (done, total) = (0L, await cardKeys.CountUnderOthersAsync(customer, vault.CardKeyId, cancellationToken).ConfigureAwait(false));
        progress(done, total);
        using var sealer = vault.CreateSealer();
        using var opener = new CardOpener(vault);
        do
        {
            while (await cardKeys.UnderOthersAsync(customer, vault.CardKeyId, CardsAtOnce, cancellationToken)
                .ConfigureAwait(false) is { Count: > 0 } some)
            {
                var rewrapped = some.Select(one => (one.CardId, opener.Rewrap(one.CardId, one.Key, sealer))).ToList();
                await cardKeys.ReplaceAsync(customer, vault.CardKeyId, rewrapped, clock.GetUtcNow(), cancellationToken)
                    .ConfigureAwait(false);
                done += rewrapped.Count;
                progress(done, Math.Max(total, done));
            }
        }
        while (!await cardKeys.DestroyRetiredAsync(customer, cancellationToken).ConfigureAwait(false));
        return done;
    }
}
