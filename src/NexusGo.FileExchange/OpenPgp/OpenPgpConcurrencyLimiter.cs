using System.Collections.Concurrent;

namespace NexusGo.FileExchange.OpenPgp;

/// <summary>
/// Lets only so many messages be open at the same time, and of one customer only so many as its budget has slots: each costs a processor
/// and some buffers, and who sends many large ones must not keep the others waiting. Sealing waits for nothing, because it happens inside a
/// transaction.
/// </summary>
/// <remarks>Whoever holds an open message must not open another before giving it back.</remarks>
public sealed class OpenPgpConcurrencyLimiter(IOpenPgp inner, int slots) : IOpenPgp, IDisposable
{
    private readonly SemaphoreSlim free = new(slots, slots);
    private readonly ConcurrentDictionary<(string Customer, int Slots), SemaphoreSlim> freeOfCustomer = new();

    public async ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken)
    {
        // The customer's own slot first: whoever waits for it holds none of those that all share.
        var own = freeOfCustomer.GetOrAdd((policy.Customer, policy.SlotsOfCustomer), static one => new SemaphoreSlim(one.Slots, one.Slots));
        await own.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await free.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return new HeldMessage(await inner.OpenAsync(message, policy, cancellationToken).ConfigureAwait(false), free, own);
            }
            catch
            {
                free.Release();
                throw;
            }
        }
        catch
        {
            own.Release();
            throw;
        }
    }

    public ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken) =>
        inner.SealAsync(clear, message, sealing, cancellationToken);

    public ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken) =>
        inner.InspectAsync(keyFile, cancellationToken);

    /// <summary>Nothing may be open any more. The engine inside stays.</summary>
    public void Dispose()
    {
        free.Dispose();
        foreach (var own in freeOfCustomer.Values)
        {
            own.Dispose();
        }
    }

    private sealed class HeldMessage(IOpenPgpMessage message, SemaphoreSlim free, SemaphoreSlim own) : IOpenPgpMessage
    {
        private int released;

        public Stream Clear => message.Clear;

        public ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken) => message.CompleteAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            try
            {
                await message.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                if (Interlocked.Exchange(ref released, 1) == 0)
                {
                    free.Release();
                    own.Release();
                }
            }
        }
    }
}
