namespace NexusGo.FileExchange.OpenPgp;

/// <summary>
/// Lets only so many messages be open, and as many be sealed, at the same time, whichever customers they belong to: each costs a processor and some buffers.
/// </summary>
/// <remarks>
/// The two do not share their slots: whoever has a message open may be waiting for a transaction that is just sealing its answers. Whoever holds an open
/// message must not open another before giving it back.
/// </remarks>
public sealed class OpenPgpConcurrencyLimiter(IOpenPgp inner, int slots) : IOpenPgp, IDisposable
{
    private readonly SemaphoreSlim free = new(slots, slots);
    private readonly SemaphoreSlim freeToSeal = new(slots, slots);

    public async ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new HeldMessage(await inner.OpenAsync(message, policy, cancellationToken).ConfigureAwait(false), free);
        }
        catch
        {
            free.Release();
            throw;
        }
    }

    public async ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken)
    {
        await freeToSeal.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await inner.SealAsync(clear, message, sealing, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            freeToSeal.Release();
        }
    }

    public ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken) => inner.InspectAsync(keyFile, cancellationToken);

    /// <summary>Nothing may be open or being sealed any more. The engine inside stays.</summary>
    public void Dispose()
    {
        free.Dispose();
        freeToSeal.Dispose();
    }

    private sealed class HeldMessage(IOpenPgpMessage message, SemaphoreSlim free) : IOpenPgpMessage
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
                }
            }
        }
    }
}
