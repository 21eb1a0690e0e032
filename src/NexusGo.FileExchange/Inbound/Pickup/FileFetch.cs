using System.Buffers;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Remote file → private spool. What is in the spool afterwards is exactly the version that was claimed.</summary>
internal sealed class FileFetch(SpoolFolder spools)
{
    private const int BufferBytes = 256 * 1024;
    private const int WorthATaskBytes = 64 * 1024;

    /// <summary>
    /// Fetches the file, or returns null when it is gone or is not the claimed version any more: then nothing is known and it is looked at
    /// again.
    /// </summary>
    public async Task<FetchedFile?> RunAsync(IRemoteFolder remote, InboundFile file, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("fetch.opening");
        await using var source = await remote.OpenReadAsync(file.Path, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("fetch.opened");
        if (source is null || source.Version != file.Seen)
        {
            return null;
        }

        var spool = spools.Create();
        try
        {
            var digest = await CopyAsync(source.Content, spool, cancellationToken).ConfigureAwait(false);

            CrashPoint.Pass("fetch.copied");

            // A second look, because a file may have been written again while it was fetched. Remote times have seconds only, so a change
            // that this look misses shows in the content.
            var after = await remote.StatAsync(file.Path, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("fetch.checked");
            if (after is null || after.Kind != RemoteEntryKind.File || after.Version != file.Seen)
            {
                spool.Dispose();
                return null;
            }

            return new FetchedFile(spool, file.Seen.SizeBytes, digest);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>While one piece is hashed and put away, the next one is on its way.</summary>
    private static async Task<byte[]> CopyAsync(Stream source, SpoolFile spool, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (filling, full) = (ArrayPool<byte>.Shared.Rent(BufferBytes), ArrayPool<byte>.Shared.Rent(BufferBytes));
        var keeping = Task.CompletedTask;
        var most = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(filling.AsMemory(0, BufferBytes), cancellationToken).ConfigureAwait(false)) > 0)
            {
                most = Math.Max(most, read);
                await keeping.ConfigureAwait(false);
                (filling, full) = (full, filling);
                var piece = full.AsMemory(0, read);
                keeping = read < WorthATaskBytes ? Keep(piece) : Task.Run(() => Keep(piece), CancellationToken.None);
            }

            await keeping.ConfigureAwait(false);
        }
        finally
        {
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // They held a customer's file. Mostly it is small: only what it took is cleared.
            foreach (var buffer in new[] { filling, full })
            {
                CryptographicOperations.ZeroMemory(buffer.AsSpan(0, most));
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        spool.Complete();
        return sha256.GetHashAndReset();

        Task Keep(ReadOnlyMemory<byte> piece)
        {
            sha256.AppendData(piece.Span);
            spool.Write(piece.Span);
            return Task.CompletedTask;
        }
    }
}

/// <summary>A file in the spool with its digest.</summary>
internal sealed record FetchedFile(SpoolFile Spool, long SizeBytes, byte[] Sha256) : IAsyncDisposable
{
    /// <summary>The file opened, where it is an OpenPGP message.</summary>
    public VerifiedMessage? Message { get; private set; }

    /// <summary>Takes the opened message, and forgets the file as uploaded: nobody reads it again.</summary>
    public void Keep(VerifiedMessage message)
    {
        Message = message;
        Spool.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Message?.Dispose();
        Spool.Dispose();
        return ValueTask.CompletedTask;
    }
}
