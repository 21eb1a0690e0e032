using System.Collections.Concurrent;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// The decoder processes of one file, as many as there are processors to spare. A process starts with the first picture it gets.
/// </summary>
public sealed class PhotoDecoders(PhotoSandbox sandbox, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Pictures decoded side by side.</summary>
    public static readonly int AtOnce = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly ConcurrentBag<PhotoDecoder> idle = [];

    /// <inheritdoc cref="PhotoDecoder.RunAsync"/>
    public async Task<PhotoResult> RunAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        var decoder = idle.TryTake(out var found) ? found : new PhotoDecoder(sandbox, clock);
        try
        {
            return await decoder.RunAsync(picture, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            idle.Add(decoder);
            places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var decoder))
        {
            await decoder.DisposeAsync().ConfigureAwait(false);
        }

        places.Dispose();
    }
}
